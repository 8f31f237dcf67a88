#include "config.h"

#include "cli/outcome.h"

#include "base/text.h"

/* One line, harmless: a line break in the engine's words is none here. */
static void
line_say(const struct outcome *outcome, struct str line)
{
    struct buf clean = BUF_INIT(65536);

    (void)text_clean(&clean, line);
    (void)buf_add_char(&clean, '\n');
    (void)fputs(buf_text(&clean), outcome->errors);
    buf_release(&clean);
}

void
outcome_fail(struct outcome *outcome, const struct err *err)
{
    struct err said = *err;

    (void)err_while(&said, "bayplan");
    line_say(outcome, str_of(said.text));
    outcome->status = OUTCOME_FAILED;
}

void
outcome_report(struct outcome *outcome, struct str report)
{
    struct str line;

    if (str_ends(report, "\n"))
        report.len--;
    while (str_cut(&report, '\n', &line))
        line_say(outcome, line);
    outcome->status = OUTCOME_NO_ENGINE;
}
