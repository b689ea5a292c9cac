"""Every request that we build, by name: what the contract tests are run on."""

from tests.api import rows_forms, rows_json, rows_text

ROWS = {**rows_text.ROWS, **rows_json.ROWS, **rows_forms.ROWS}
