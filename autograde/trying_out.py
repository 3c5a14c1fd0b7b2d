"""`autograde sample-class LAB`: invented submissions, to try a course folder without students."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import nbformat
import typer

from autograde import stock
from autograde.classroom import sample_class
from autograde.release import lab_folder, require_course


def sample_class_command(
    lab: Annotated[str, typer.Argument(help="The lab's name, such as lab0_seeds.")],
    course: Annotated[Path, typer.Option(help="The course folder.")] = Path(),
    students: Annotated[int, typer.Option(min=1, max=12, help="So many of the twelve.")] = 12,
) -> None:
    """Put submissions of invented students where nbgrader looks for them.

    Some are right, some half done, some wrong in typical ways; one file is cut off.
    """
    try:
        names = hand_in(course, lab, students)
    except (ValueError, OSError) as error:
        typer.secho(f"autograde: {error}", err=True, fg="red")
        raise typer.Exit(2) from None
    typer.echo(f"{', '.join(names)} handed in; next, in {course}: autograde grade {lab}")


def hand_in(course: Path, lab: str, n_students: int = 12) -> list[str]:
    """Write submissions of the sample class, its first and last among them; returns their names.

    Raises ValueError if the lab was not released there, or one of them has handed in already.
    """
    require_course(course)
    lab_folder(lab)
    released = course / "release" / lab / f"{lab}.ipynb"
    if not released.is_file():
        raise ValueError(
            f"{lab} was not released in {course}; first autograde release {lab}, then nbgrader "
            f"generate_assignment {lab}"
        )
    everybody = sample_class(lab, nbformat.read(released, as_version=4))
    names = [*everybody]
    step = (len(names) - 1) / max(n_students - 1, 1)
    chosen = [names[round(i * step)] for i in range(n_students)]
    handed_in = {name: everybody[name] for name in chosen}
    for name in handed_in:
        if (course / "submitted" / name / lab).exists():
            raise ValueError(f"{name} has handed in {lab} already; nothing was written")
    for name, text in handed_in.items():
        stock.submit(course, lab, name, text)
    return [*handed_in]
