"""How the engine's process is started on each system."""

import sys

from desktop.services.engine_child import creation_flags, environment

WINDOWS = {
    "SYSTEMROOT": r"C:\Windows",
    "TEMP": r"C:\Temp",
    "PATH": r"C:\Windows\System32",
    "PROCESSOR_ARCHITECTURE": "AMD64",
    "OPENAI_API_KEY": "sk-canary",
    "HTTPS_PROXY": "http://me:canary@proxy.example",
    "PYTHONPATH": r"C:\elsewhere",
}


def test_on_windows_no_console_opens_and_ctrl_c_stays_away() -> None:
    assert creation_flags("win32") == 0x0800_0000 | 0x0200
    assert creation_flags("linux") == creation_flags("darwin") == 0
    assert (creation_flags() != 0) == (sys.platform == "win32")


def test_what_windows_cannot_do_without_is_passed_on_and_no_key() -> None:
    passed_on = environment(WINDOWS)
    assert passed_on["SYSTEMROOT"] == WINDOWS["SYSTEMROOT"]
    assert passed_on["PROCESSOR_ARCHITECTURE"] == "AMD64"
    assert "canary" not in str(passed_on)
    assert "PYTHONPATH" not in passed_on


def test_what_the_given_environment_lacks_is_not_made_up() -> None:
    assert set(environment({})) == {"OMP_WAIT_POLICY", "GOMP_SPINCOUNT"}
