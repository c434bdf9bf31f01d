"""`amur alerts …`: the outbox."""

from __future__ import annotations

from typing import Annotated

import typer

from amur.cli.given import settings

app = typer.Typer(
    no_args_is_help=True, help="The outbox: what waits and what was told, rules and channels; send, retry, release."
)


@app.command("list")
def list_alerts(
    state: Annotated[str | None, typer.Option(help="Only pending, sent, suppressed or dead")] = None,
    limit: Annotated[int, typer.Option(help="Newest N", min=1)] = 50,
) -> None:
    """Alerts with their state, newest first."""
    from amur.commands import alerts as command

    raise typer.Exit(command.list_alerts(settings(), state=state, limit=limit))


@app.command("test")
def trial(
    to: Annotated[str | None, typer.Option(help="Apprise URLs instead of AMUR_ALERT_TO")] = None,
) -> None:
    """Send one message marked as a test to every channel, and say how each answered."""
    from amur.commands import alerts as command

    raise typer.Exit(command.test(settings(), to=to))


@app.command("send")
def send(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sent, send nothing")] = False,
    wait: Annotated[float, typer.Option(help="Seconds to go on trying what failed", min=0)] = 8.0,
) -> None:
    """Deliver what is pending and due."""
    from amur.commands import alerts as command

    raise typer.Exit(command.send_alerts(settings(), dry_run=dry_run, wait_s=wait))


@app.command("check")
def check(
    days: Annotated[
        int, typer.Option(help="Agreements first told in the last N days of the data", min=1, max=36_500)
    ] = 31,
) -> None:
    """Check the rules file, and show what each rule would have told in the last month."""
    from amur.commands import alert_check as command

    raise typer.Exit(command.check(settings(), days=days))


@app.command("channels")
def channels() -> None:
    """The channels, what waits for each, and which are parked because their address refuses for good."""
    from amur.commands import alerts as command

    raise typer.Exit(command.channel_list(settings()))


@app.command("unpark")
def unpark(
    channel: Annotated[list[str], typer.Argument(help="Names of parked channels")],
) -> None:
    """Let a parked channel's messages go again, once its address is mended."""
    from amur.commands import alerts as command

    raise typer.Exit(command.unpark(settings(), channel))


@app.command("ack")
def acknowledge(
    alert_id: Annotated[list[str], typer.Argument(help="Ids of alerts that people have seen")],
) -> None:
    """Acknowledge alerts: nothing repeats or escalates them any more."""
    from amur.commands import alerts as command

    raise typer.Exit(command.acknowledge(settings(), alert_id))


@app.command("schema")
def schema() -> None:
    """The JSON Schema of the signed webhook's body."""
    from amur.commands import alerts as command

    raise typer.Exit(command.schema())


@app.command("retry")
def retry(
    alert_id: Annotated[list[str] | None, typer.Argument(help="Alert ids; every dead one when absent")] = None,
    to: Annotated[str | None, typer.Option(metavar="CHANNEL", help="Send them to this channel instead")] = None,
) -> None:
    """Put dead alerts back into the queue; with --to, where their channel has another address now."""
    from amur.commands import alerts as command

    raise typer.Exit(command.retry(settings(), alert_id or [], to))


@app.command("release")
def release(
    alert_id: Annotated[list[str], typer.Argument(help="Ids of suppressed alerts")],
    to: Annotated[str | None, typer.Option(metavar="CHANNEL", help="Send them to this channel instead")] = None,
) -> None:
    """Send alerts that were suppressed (first poll, backfill) after all."""
    from amur.commands import alerts as command

    raise typer.Exit(command.release(settings(), alert_id, to))
