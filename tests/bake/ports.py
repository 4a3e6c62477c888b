"""A port for a server under test."""

import socket


def unused_port() -> int:
    """Let the kernel choose: tests that run beside each other would choose alike."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
