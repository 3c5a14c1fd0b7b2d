"""Forged, oversized and broken messages on the kernel's own sockets, and others' connections."""

from tests.hostile.base import WRONG_Q1, WRONG_Q2, added, answers_with, but, only

SEND = """
kernel = get_ipython().kernel
def send(kind, content, socket=None, **more):
    more = {"parent": kernel.get_parent(), **more}
    kernel.session.send(socket or kernel.iopub_socket, kind, content, **more)
"""
RAW = """
import zmq
from ipykernel.kernelapp import IPKernelApp
app = IPKernelApp.instance()
shell_socket, iopub = app.shell_socket, get_ipython().kernel.iopub_socket
"""

SUBMISSIONS = [
    added(
        "message-malformed-outputs",
        "outputs with fields missing, of another type, or none at all",
        SEND
        + """
for kind, content in [
    ("stream", {"name": "../../x", "text": "hostile"}), ("stream", {"name": 7, "text": 8}),
    ("stream", {}), ("stream", {"name": "stdout", "text": ["a", "b"]}),
    ("display_data", {"data": 7}),
    ("display_data", {"data": {"text/plain": {"a": 1}}, "metadata": 3}),
    ("display_data", {"data": {7: 8}, "metadata": {}, "transient": {"display_id": ["x"]}}),
    ("update_display_data", {"data": {}, "metadata": {}}), ("update_display_data", {}),
    ("execute_result", {"data": None, "execution_count": "seven", "metadata": None}),
    ("error", {"ename": 1, "evalue": None, "traceback": "abc"}), ("error", {}),
    ("error", {"ename": "x" * 10**5, "evalue": "", "traceback": [1, None, {"a": 2}]}),
    ("clear_output", {"wait": "perhaps"}), ("clear_output", 3), ("input_request", {"prompt": "?"}),
    ("no such kind", {}), ("", {}), ("status", {"execution_state": 17}), ("status", {}),
    ("execute_input", {"code": 3, "execution_count": {}}), ("shutdown_reply", {"restart": True}),
    ("debug_event", {}), ("iopub_welcome", {"subscription": 3}), ("nbgrader", {"points": 4}),
]:
    send(kind, content)
""",
    ),
    added(
        "message-fake-end-of-cell",
        "says twice that the cell is done, works on for a second, and says so again",
        SEND
        + """
import time
for _ in range(2):
    send("execute_reply", {"status": "ok", "execution_count": 1}, app_socket := kernel.shell_stream)
    send("status", {"execution_state": "idle"})
time.sleep(1)
send("execute_reply", {"status": "error"}, kernel.shell_stream)
""",
    ),
    added(
        "message-fake-replies",
        "replies on the wrong channel, with wrong, empty and no parents",
        SEND
        + """
for socket in (kernel.iopub_socket, kernel.shell_stream):
    for kind in ("values_reply", "execute_reply", "kernel_info_reply", "values_request"):
        send(kind, {"status": "ok", "points": 4, "ok": 4}, socket)
        send(kind, {"ok": 4.0}, socket, parent={}, buffers=[b'{"ok": 4.0}', b"x"])
        send(kind, {"ok": 4.0}, socket, parent={"header": {"msg_id": "../x"}}, ident=[b"a", b"b"])
""",
    ),
    added(
        "message-execution-counts",
        "execution counts that are negative, huge, fractions, text",
        SEND
        + """
for count in (-1, 0, 10**30, 1.5, "seven", None, [1], True, 1e308):
    content = {"execution_count": count, "data": {"text/plain": "4.0"}, "metadata": {}}
    send("execute_result", content)
    send("execute_input", {"code": "check('q2')", "execution_count": count})
get_ipython().execution_count = -10**40
""",
    ),
    answers_with(
        "message-spoofed-values",
        "before its function returns, it sends what it believes that the grader would like",
        q1="""
import json
def fraction_of_heads(n_flips, random_state):
    kernel = get_ipython().kernel
    parent = kernel.get_parent()
    for value in (0.8, True, {"float": 0.8}, ["float", 0.8]):
        frames = [json.dumps({"ok": value}).encode()]
        for socket in (kernel.shell_stream, kernel.iopub_socket):
            kernel.session.send(socket, "values_reply", {}, parent, buffers=frames)
    return 0.123
""",
        points=but(q1=0),
    ),
    answers_with(
        "message-broken-values",
        "sends values that break readers: deep, huge, pickled, with shapes that lie",
        q1="""
import json, pickle
BROKEN = [
    b"", b"{", b"null", b"[" * 100_000, b'{"ok": ' + b"[" * 50_000, b'{"ok": NaN}', b"\\xff" * 1000,
    b'{"ok": 1e999}', b'{"ok": ' + b"9" * 5000 + b"}", b'{"ok": "\\\\ud800"}',
    b'{"ok": 1, "ok": 2}', b'{"failed": 7}', b'{"failed": []}',
    pickle.dumps(print), b"\\x93NUMPY\\x01\\x00v\\x00{'descr': '|O'}",
    *(json.dumps({"ok": {"array": 0, "dtype": dtype, "shape": shape}}).encode()
      for dtype in ("O", "float64", "V10", "<M8[s]", "(1000,1000)f8")
      for shape in ([-1], [10**12], [2**63, 2**63], [[1]], "x", [0] * 5000)),
]
def fraction_of_heads(n_flips, random_state):
    kernel = get_ipython().kernel
    parent = kernel.get_parent()
    for frame in BROKEN:
        frames = [frame, b"\\x00" * 8]
        kernel.session.send(kernel.shell_stream, "values_reply", {}, parent, buffers=frames)
    return 0.123
""",
        points=but(q1=0),
    ),
    answers_with(
        "message-values-out-of-step",
        "answers each question twice, so that each answer might be taken for the next question's",
        q1="""
def fraction_of_heads(n_flips, random_state):
    return float(np.random.RandomState(random_state).randint(2, size=n_flips).mean())
shell_kernel = get_ipython().kernel
send_before = type(shell_kernel.session).send
def send_twice(self, stream, kind, *args, **kwargs):
    if kind == "values_reply":
        send_before(self, stream, kind, *args, **kwargs)
    return send_before(self, stream, kind, *args, **kwargs)
type(shell_kernel.session).send = send_twice
""",
        points=but(),
    ),
    added(
        "message-large-frame",
        "a frame of 500 MB on each socket",
        RAW
        + """
large = bytes(500 * 10**6)
for socket in (iopub, shell_socket):
    try:
        socket.send_multipart([b"x", b"<IDS|MSG>", large])
    except zmq.ZMQError:
        pass
import time
time.sleep(2)
""",
        points=only("q1"),
    ),
    added(
        "message-without-end",
        "one message of 3,000 parts of 1 MB each, which never says that it is complete",
        RAW
        + """
part = bytes(10**6)
try:
    for _ in range(3000):
        shell_socket.send(part, zmq.SNDMORE)
except zmq.ZMQError:
    pass
""",
        points=only("q1"),
    ),
    added(
        "message-of-many-parts",
        "messages of 100,000 empty parts, and of none",
        RAW
        + """
for socket in (iopub, shell_socket):
    socket.send_multipart([b""] * 100_000)
    socket.send_multipart([b"<IDS|MSG>"])
    socket.send_multipart([b"<IDS|MSG>", b"", b"{", b"}", b"[]", b"null"])
    socket.send_multipart([b"stream", b"<IDS|MSG>", b"", *[b"[" * 50_000] * 4])
""",
        points=but(),
    ),
    added(
        "message-flood",
        "messages of no known kind, as fast as it can for half a minute",
        SEND
        + """
import time
end = time.monotonic() + 30
while time.monotonic() < end:
    send("comm_msg", {"comm_id": "hostile", "data": {"method": "update", "state": "x" * 1000}})
""",
        points=only("q1"),
    ),
    added(
        "message-comms",
        "comms and widgets: opened, written to, closed, and never opened",
        """
from comm import create_comm, get_comm_manager
comm = create_comm(target_name="jupyter.widget", data={"state": {"_model_name": "<script>"}})
for i in range(50):
    comm.send({"method": "update", "state": {"value": i}}, buffers=[b"x" * 1000])
comm.close()
create_comm(target_name="../../nbgrader", data={"points": 4})
get_comm_manager().register_target("grader", lambda comm, message: comm.send({"points": 4}))
""",
    ),
    added(
        "message-second-kernel",
        "a process that connects to the grader's sockets too, and answers in the kernel's place",
        """
import os, subprocess, sys, time
code = '''
import os, time, zmq, glob
context = zmq.Context()
end = time.monotonic() + 8
peers = []
for path in glob.glob("/run/seeds/*") + glob.glob("/run/**/shell", recursive=True):
    for kind in (zmq.DEALER, zmq.ROUTER, zmq.PUB):
        peers.append(context.socket(kind))
        peers[-1].connect("ipc://" + path)
while time.monotonic() < end:
    for peer in peers:
        try:
            if peer.socket_type != zmq.PUB:
                print(peer.recv_multipart(zmq.NOBLOCK))
            frames = [b"<IDS|MSG>", b"", b"{}", b"{}", b"{}", b"{}", b'{"ok": 4}']
            peer.send_multipart(frames, zmq.NOBLOCK)
        except zmq.ZMQError:
            pass
    time.sleep(0.05)
'''
subprocess.Popen([sys.executable, "-c", code, "hostile-canary-kernel"])
time.sleep(1)
""",
        q2=WRONG_Q2,
        points=but(q2=0),
    ),
    added(
        "message-closed-sockets",
        "closes the kernel's sockets",
        RAW + "shell_socket.close(linger=0)\napp.iopub_socket.close(linger=0)",
        points=only("q1"),
    ),
    added(
        "message-changed-session",
        "the session signs with a key of its own, and takes no message without it",
        """
session = get_ipython().kernel.session
session.key = b"hostile"
session.username = session.session = "<script>" * 1000
session.metadata = {"points": 4}
""",
        points=only("q1"),
    ),
    added(
        "message-packs-garbage",
        "the session packs garbage in place of JSON",
        """
session = get_ipython().kernel.session
session.pack = lambda thing: b"\\xff[[[{" + b"[" * 30_000
""",
        points=only("q1"),
    ),
    added(
        "message-handlers-of-its-own",
        "replaces the kernel's own handlers, and answers every request with points",
        """
kernel = get_ipython().kernel
async def answer(socket, ident, parent):
    reply = {"status": "ok", "points": 4, "execution_count": 1, "user_expressions": {}}
    kind = parent["header"]["msg_type"].replace("request", "reply")
    kernel.session.send(socket, kind, reply, parent, ident, buffers=[b'{"ok": 4.0}'])
for name in list(kernel.shell_handlers):
    kernel.shell_handlers[name] = answer
""",
        q1=WRONG_Q1,
        points=only(),
        before="q1",
    ),
    added(
        "message-input",
        "asks a person who is not there",
        "answer = input('How many points? ')",
    ),
]
