"""The system libraries and programs that no Python package brings: found by probing, named per system.

A need is probed by what is used, not by asking a package manager: a library is loaded, a program is
looked up on PATH, a file is looked for. Probing everything takes 5 to 20 ms, so every start does it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from steps import EXIT_SYSTEM, Stop, say, succeeds


@dataclass(frozen=True)
class Need:
    """One thing from the system and the packages that bring it.

    `probe` is a library (`libEGL.so.1`), a Python module (`python:ensurepip`), a program on PATH
    (`xdotool`), or files of which one must exist (`/a/*|/b/*`). A `wanted` need is installed when
    that is possible, but nothing stops without it. An empty name: that system always has it.
    """

    probe: str
    apt: str
    dnf: str = ""
    pacman: str = ""
    wanted: bool = False


WINDOW = (
    Need("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "glib2"),
    Need("libgomp.so.1", "libgomp1", "libgomp", "gcc-libs"),  # the built-in engine
    Need("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd"),
    Need("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd"),
    Need("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    Need("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig"),
    Need("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus"),
    Need("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5"),
    Need("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11"),
    Need("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    Need("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    Need("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image"),
    Need("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    Need("libxcb-render-util.so.0", "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil"),
    Need("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util"),
    Need("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb"),
    Need("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb"),
    Need("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb"),
    Need("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb"),
    Need("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb"),
    Need("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
    Need("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland"),
    Need("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl", "wayland"),
    Need("libportaudio.so.2", "libportaudio2", "portaudio", "portaudio", wanted=True),
    Need(
        "/usr/share/fonts/**/*wqy*|/usr/share/fonts/**/*CJK*|/usr/share/fonts/**/*cjk*",
        "fonts-wqy-microhei", "google-noto-sans-cjk-fonts", "noto-fonts-cjk", wanted=True,
    ),
)  # fmt: skip
"""What the window needs: X11 and Wayland; PortAudio only for the microphone."""

VIRTUAL = (
    Need("Xvfb", "xvfb", "xorg-x11-server-Xvfb", "xorg-server-xvfb"),
    Need("openbox", "openbox", "openbox", "openbox"),
    Need("xprop", "x11-utils", "xprop", "xorg-xprop"),
    Need("dbus-daemon", "dbus", "dbus-daemon", "dbus"),
)
"""What a virtual desktop needs on a machine without a display."""

TESTS = (
    Need("xdotool", "xdotool", "xdotool", "xdotool"),
    Need("xclip", "xclip", "xclip", "xclip"),
    Need("import", "imagemagick", "ImageMagick", "imagemagick"),
    Need("gnome-keyring-daemon", "gnome-keyring", "gnome-keyring", "gnome-keyring"),
    Need(
        "/usr/libexec/at-spi-bus-launcher|/usr/lib/at-spi-bus-launcher",
        "at-spi2-core", "at-spi2-core", "at-spi2-core",
    ),
    Need(
        "/usr/lib*/girepository-1.0/Atspi-2.0.typelib|/usr/lib/*/girepository-1.0/Atspi-2.0.typelib",
        "gir1.2-atspi-2.0", "at-spi2-core", "at-spi2-core",
    ),
    Need(
        "/usr/lib/python3/dist-packages/gi|/usr/lib*/python3*/site-packages/gi",
        "python3-gi", "python3-gobject", "python-gobject",
    ),
    Need("pcmanfm", "pcmanfm", "pcmanfm", "pcmanfm"),
    Need("ibus-daemon", "ibus", "ibus", "ibus"),
    Need("/usr/share/ibus/component/libpinyin.xml", "ibus-libpinyin", "ibus-libpinyin",
         "ibus-libpinyin"),
    Need("pipewire", "pipewire", "pipewire", "pipewire"),
    Need("pipewire-pulse", "pipewire-pulse", "pipewire-pulseaudio", "pipewire-pulse"),
    Need(
        "/usr/lib*/alsa-lib/*_pipewire.so|/usr/lib/*/alsa-lib/*_pipewire.so",
        "pipewire-alsa", "pipewire-alsa", "pipewire-alsa",
    ),
    Need("wireplumber", "wireplumber", "wireplumber", "wireplumber"),
    Need("pactl", "pulseaudio-utils", "pulseaudio-utils", "libpulse"),
    Need("espeak-ng", "espeak-ng", "espeak-ng", "espeak-ng"),
    Need("ffmpeg", "ffmpeg", "ffmpeg-free", "ffmpeg"),
    Need("/usr/share/fonts/**/*NotoSansCJK*", "fonts-noto-cjk", "google-noto-sans-cjk-fonts",
         "noto-fonts-cjk"),
)  # fmt: skip
"""What the tests need on top: real keys, a clipboard, pictures of the screen, accessibility,
a file manager to drag out of, Chinese input, a sound server with a virtual microphone, a voice."""

VENV = Need("python:ensurepip", f"python3.{sys.version_info.minor}-venv", "python3", "python")
"""Debian splits this from Python; needed only where uv is absent."""

_INSTALL = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
}


def is_present(probe: str) -> bool:
    """Tell whether this machine has what `probe` names (see `Need`)."""
    if ".so." in probe:
        try:
            ctypes.CDLL(probe)
        except OSError:
            return False
        return True
    if probe.startswith("python:"):
        return importlib.util.find_spec(probe.removeprefix("python:")) is not None
    if probe.startswith("/"):
        patterns = (pattern.removeprefix("/") for pattern in probe.split("|"))
        return any(any(Path("/").glob(pattern)) for pattern in patterns)
    return shutil.which(probe) is not None


def missing(
    needs: Iterable[Need], present: Callable[[str], bool] = is_present, *, wanted: bool = False
) -> list[Need]:
    """Give the needs that this machine does not meet; the wanted ones only when asked for."""
    return [need for need in needs if (wanted or not need.wanted) and not present(need.probe)]


def find_manager(which: Callable[[str], str | None] = shutil.which) -> str:
    """Give the package manager of this system, empty when it has none that we know."""
    return next((name for name in _INSTALL if which(name)), "")


def install_command(lacking: Iterable[Need], manager: str, *, is_root: bool) -> str:
    """Give the one command that installs what is lacking, ready to be pasted into a terminal.

    With an unknown manager it is the list of what was looked for, so that a person can search.
    """
    lacking = list(lacking)
    if not manager:
        return "install what provides: " + " ".join(need.probe for need in lacking)
    field = manager.removesuffix("-get")
    names = dict.fromkeys(getattr(need, field) for need in lacking)
    return ("" if is_root else "sudo ") + f"{_INSTALL[manager]} {' '.join(filter(None, names))}"


def ensure(needs: Iterable[Need], *, first: bool = False, platform: str = sys.platform) -> None:
    """Make sure that this machine has what is needed; as root on Debian, install it.

    Args:
        needs: What is needed; nothing on Windows and macOS, which bring all of it.
        first: This is a first set-up: try the wanted ones too.
        platform: Of which system, as in `sys.platform`.

    Raises:
        Stop: something is missing and only the person can install it.
    """
    if not platform.startswith("linux"):
        return
    needs = tuple(needs)
    required = missing(needs)
    is_root, manager = os.geteuid() == 0, find_manager()
    if is_root and manager == "apt-get":
        lacking = missing(needs, wanted=True) if first or required else []
        if lacking:
            _apt_install(lacking)
            required = missing(needs)
    if required:
        command = install_command(required, manager, is_root=is_root)
        raise Stop(
            EXIT_SYSTEM, f"This system lacks a few packages. Run this once:\n\n    {command}\n"
        )


def _apt_install(lacking: list[Need]) -> None:
    names = list(dict.fromkeys(need.apt for need in lacking))
    say(f"installing system packages: {' '.join(names)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    updated = succeeds(["apt-get", "update", "-qq"], env, quiet=True)
    argv = [*_INSTALL["apt-get"].split(), "-qq", *names]
    if not succeeds(argv, env, quiet=True):
        say("apt-get could not install them" + ("" if updated else " (its lists are out of reach)"))
