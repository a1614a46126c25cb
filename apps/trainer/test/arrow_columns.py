"""The judge of Arrow files: maps one as the engine does and prints what is in it.

    python arrow_columns.py FILE

One JSON object: {batches, copied, types: {column: type}, columns: {column: [value]}}; copied
are the bytes that Arrow had to allocate for reading.
"""

import json
import sys

import pyarrow as pa

before = pa.total_allocated_bytes()
with pa.memory_map(sys.argv[1]) as source:
    reader = pa.ipc.open_file(source)
    table = reader.read_all()
    copied = pa.total_allocated_bytes() - before
    table.validate(full=True)
    answer = {
        "batches": reader.num_record_batches,
        "copied": copied,
        "types": {field.name: str(field.type) for field in table.schema},
        "columns": table.to_pydict(),
    }
    print(json.dumps(answer))
