"""juece: the command line. Thin; heavy modules are imported by the command that needs them.

Exit codes: 0 done, 1 the law or a check said no, 2 wrong usage, 3 something broke.
"""

import sys
from functools import reduce
from io import TextIOWrapper
from operator import getitem

from cyclopts import App, CycloptsError, Group, Parameter

from catalog.errors import BROKE, SAID_NO, WRONG_USAGE
from cli import (
    answers,
    check,
    coverage,
    deliveries,
    demo,
    desk,
    export,
    filing,
    followers,
    forms,
    intake,
    law,
    links,
    objections,
    opinions,
    plan,
    records,
    representatives,
    review,
    scan,
    server,
    site,
    status,
    targets,
    verify,
)
from cli.console import WrongUsage, complain
from cli.errors import explain
from cli.examples import EXAMPLES
from cli.help import InChinese
from cli.usage_errors import help_of, plausible, usage_fault

COMMANDS, PARAMETERS = Group("命令"), Group("参数")

app = App(
    name="juece",
    help="决策：依法办理重大行政决策，并向社会公开全过程。",
    version="0.1.0",
    usage="juece 命令 [参数]",
    group_commands=COMMANDS,
    group_arguments=PARAMETERS,
    group_parameters=PARAMETERS,
    help_formatter=InChinese(),
    default_parameter=Parameter(validator=plausible),
)
app["--help"].help = "显示用法"
app["--version"].help = "显示版本"
catalog_app = App(name="catalog", help="年度目录。", usage="juece catalog 命令 [参数]")
law_app = App(name="law", help="法律依据和期限标准。", usage="juece law 命令 [参数]")
key_app = App(name="key", help="给公开版本签名的密钥。", usage="juece key 命令 [参数]")
app.command(catalog_app)
app.command(law_app)
app.command(key_app)
opinions_app = App(
    name="opinions",
    help="公众意见：来件、归并、答复、采纳情况。",
    usage="juece opinions 命令 [参数]",
)
app.command(opinions_app)
drawn_app = App(
    name="representatives", help="列席会议的公众代表。", usage="juece representatives 命令 [参数]"
)
app.command(drawn_app)
account_app = App(name="account", help="工作台的账号。", usage="juece account 命令 [参数]")
app.command(account_app)
intake_app = App(name="intake", help="公众意见征集。", usage="juece intake [命令] [参数]")
app.command(intake_app)

app.command(demo.demo)
app.command(demo.ui)
app.command(server.up)
app.command(server.drill)
app.command(server.skip)
app.command(server.enter)
account_app.command(desk.account_list, name="list")
account_app.command(desk.account_link, name="link")
intake_app.command(intake.run)
intake_app.command(intake.export)
intake_app.command(intake.import_, name="import")
intake_app.command(intake.key)
intake_app.command(intake.partner)
opinions_app.command(opinions.import_, name="import")
opinions_app.command(opinions.add)
opinions_app.command(opinions.collect)
opinions_app.command(opinions.status)
opinions_app.command(opinions.lookup)
opinions_app.command(opinions.mark)
opinions_app.command(opinions.split)
opinions_app.command(opinions.give_up)
opinions_app.command(answers.group)
opinions_app.command(answers.export_answers)
opinions_app.command(answers.import_answers)
opinions_app.command(answers.confirm)
opinions_app.command(answers.statement)
opinions_app.command(coverage.coverage)
opinions_app.command(objections.objections)
opinions_app.command(opinions.erase)
drawn_app.command(representatives.call)
drawn_app.command(representatives.list_, name="list")
drawn_app.command(representatives.draw)
drawn_app.command(representatives.show)
catalog_app.command(filing.catalog_import, name="import")
catalog_app.command(forms.catalog_form, name="form")
app.command(filing.file)
app.command(forms.steps)
app.command(forms.form)
app.command(status.status)
app.command(plan.plan)
app.command(law.rules)
law_app.command(law.show)
law_app.command(law.migrate)
app.command(plan.clock)
app.command(site.build)
app.command(site.patterns)
app.command(review.review)
app.command(review.publish)
app.command(check.check)
app.command(export.export)
app.command(records.archive)
app.command(records.backup)
app.command(records.restore)
app.command(verify.verify_ledger)
app.command(scan.scan)
app.command(targets.push)
app.command(targets.rollback)
app.command(links.links)
app.command(deliveries.deliveries)
app.command(followers.followers)
app.command(verify.verify)
key_app.command(verify.new)
key_app.command(verify.show)
for words, example in EXAMPLES.items():
    reduce(getitem, words.split(), app).help_epilogue = f"例如：{example}"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run one command; whatever goes wrong becomes a message on stderr and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show is shown as a question mark, never a reason to stop.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app(arguments, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as wrong:
        return complain(usage_fault(wrong, app), WRONG_USAGE)
    except WrongUsage as wrong:
        return complain(f"{wrong}\n{help_of(arguments, app)}", WRONG_USAGE)
    except Exception as error:
        return explain(error)
    return 0


__all__ = ["BROKE", "SAID_NO", "WRONG_USAGE", "app", "main", "run"]
