import { restoreAppearance } from "./appearance.ts";

restoreAppearance();
