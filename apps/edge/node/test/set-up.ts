import { scheduler } from "node:timers/promises";

import { providePlatform } from "../platform.ts";

providePlatform();
Object.assign(globalThis, { scheduler });
