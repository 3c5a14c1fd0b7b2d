from autograde.cli import app

app(prog_name="autograde")
