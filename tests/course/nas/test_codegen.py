"""Generated C against numpy, bit by bit, and against what the cost model says of it."""

import subprocess

import numpy as np
import pytest
import torch

from course.nas.codegen import SHARED, generate
from course.nas.compiler import CompilerError, compile_network, find_compiler
from course.nas.cost import cost
from course.nas.interpreter import compare, compile_interpreted, interpreter, model
from course.nas.memory import peak_bytes, plan
from course.nas.quantize import quantize
from tests.course.nas.genotypes import SPACES
from tests.course.nas.networks import lived_in

torch.set_num_threads(1)
SANITIZED = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")


def has_compiler():
    try:
        find_compiler()
    except CompilerError:
        return False
    return True


needs_compiler = pytest.mark.skipif(not has_compiler(), reason="no C compiler")


def made(name, seed):
    """A random genotype's int8 network, and images it was not calibrated on, some far off."""
    space = SPACES[name]
    rng = np.random.default_rng(seed)
    architecture = space.decode(space.random(rng))
    net, images = lived_in(architecture, seed)
    quantized = quantize(net, images)
    others = rng.standard_normal((100, *space.image)) * rng.choice([0.1, 1, 10], (100, 1, 1, 1))
    return quantized, others.astype(np.float32)


@needs_compiler
@pytest.mark.parametrize("name", SPACES)
@pytest.mark.parametrize("seed", [0, 1])
def test_generated_c_gives_the_same_logits(name, seed, tmp_path):
    network, images = made(name, seed)
    program = compile_network(generate(network), network, tmp_path)
    ran = program.run(images)
    np.testing.assert_array_equal(ran.logits, network.run(images))
    again = program.run(images[::-1], rounds=2)  # nothing is left over from an image
    np.testing.assert_array_equal(again.logits, ran.logits[::-1])


@needs_compiler
@pytest.mark.parametrize("name", ["multi-branch", "cells", "bottlenecks"])
def test_other_ways_to_compile_it_give_the_same_logits(name, tmp_path):
    network, images = made(name, 2)
    wanted = network.run(images)
    for source in (generate(network, in_place=False), generate(network, kernel=SHARED)):
        ran = compile_network(source, network, tmp_path, flags=("-Os",)).run(images)
        np.testing.assert_array_equal(ran.logits, wanted)
    ran = compile_interpreted(network, tmp_path).run(images)
    np.testing.assert_array_equal(ran.logits, wanted)


@needs_compiler
def test_sanitizers_find_nothing(tmp_path):
    network, images = made("cells", 3)
    for source, data in ((generate(network), ""), (interpreter(1 << 16), model(network))):
        program = compile_network(source, network, tmp_path, model=data, flags=SANITIZED)
        np.testing.assert_array_equal(program.run(images).logits, network.run(images))


@needs_compiler
@pytest.mark.parametrize("name", SPACES)
def test_memory_and_constants_are_what_the_cost_model_says(name, tmp_path):
    """Memory to the byte. Constants: the compiler aligns arrays, and adds some of its own."""
    network, _ = made(name, 4)
    architecture = network.architecture
    program = compile_network(generate(network), network, tmp_path, flags=("-Os",))
    assert program.sizes.memory == plan(architecture).arena_bytes
    assert program.sizes.memory == peak_bytes(architecture) == cost(architecture).sram_bytes
    arrays = 4 * sum(len(one.weight) > 0 for one in network.layers)
    flash = cost(architecture).flash_bytes
    assert flash <= program.sizes.constants <= flash + 31 * arrays + 64


@needs_compiler
def test_the_file_needs_nothing_from_outside(tmp_path):
    """No allocator, no input or output, no floats: at most a copy of memory."""
    network, _ = made("cells", 5)
    source = generate(network)
    compile_network(source, network, tmp_path)
    listed = subprocess.run(
        ["nm", "-u", "network.o"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert set(listed.stdout.split()) - {"U"} <= {"memcpy", "memset", "memmove"}
    assert "float" not in source
    assert "double" not in source


def test_kernels_that_are_not_needed_are_not_in_the_file():
    network, _ = made("chain", 0)
    source = generate(network)
    present = {one.layer.operation for one in network.layers}
    for operation in ("conv", "depthwise", "max_pool", "average_pool", "add", "concat"):
        assert (f"KERNEL void {operation}(" in source) == (operation in present)
    with pytest.raises(ValueError, match="kernel must be SPECIALIZED or SHARED, got 'inline'"):
        generate(network, kernel="inline")


@needs_compiler
def test_an_interpreter_takes_more_memory_and_constants(tmp_path):
    network, images = made("bottlenecks", 6)
    compared = compare(network, images, tmp_path, rounds=1)
    assert compared.agreement == 1
    assert compared.generated.memory == peak_bytes(network.architecture)
    assert compared.ratio("memory") > 1
    assert compared.ratio("constants") > 1


@needs_compiler
def test_an_arena_too_small_is_said_so(tmp_path):
    network, images = made("chain", 0)
    for n_bytes in (64, 600):
        program = compile_network(interpreter(n_bytes), network, tmp_path, model=model(network))
        with pytest.raises(CompilerError, match="its arena is too small"):
            program.run(images)


@needs_compiler
def test_the_compilers_own_words_are_passed_on(tmp_path):
    network, _ = made("chain", 0)
    with pytest.raises(CompilerError, match=r"(?s)network.c .*failed:.*error"):
        compile_network("int network_input = ;", network, tmp_path)


def test_without_a_compiler_a_clear_sentence(monkeypatch, tmp_path):
    network, _ = made("chain", 0)
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(CompilerError, match=r"looked for no-such-compiler.*apt-get install gcc"):
        compile_network(generate(network), network, tmp_path)
    monkeypatch.delenv("CC")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CompilerError, match=r"looked for cc, gcc, clang"):
        find_compiler()
