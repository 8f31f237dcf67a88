/*
 * main.c - the program's beginning: what was asked for, and who does it.
 */
#include "config.h"

#include "base/log.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "cli/arguments.h"
#include "cli/images.h"
#include "cli/logs.h"
#include "cli/ps.h"
#include "cli/stats.h"
#include "complain.h"
#include "dashboard.h"
#include "default_rc.h"
#include "work/rc.h"
#include "work/since.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int
wrong_usage(const char *words)
{
    complain(words);
    (void)fputs("Try 'bayplan --help'.\n", stderr);
    return STATUS_USAGE;
}

static const char *
environment(const char *name)
{
    return getenv(name);
}

static int
say_help(void)
{
    struct buf help = BUF_INIT(16384);

    arguments_help(&help);
    (void)fputs(buf_text(&help), stdout);
    buf_release(&help);
    return EXIT_SUCCESS;
}

static int
say_defaults(void)
{
    for (size_t i = 0; default_rc[i]; i++)
        (void)puts(default_rc[i]);
    return EXIT_SUCCESS;
}

static int
say_version(void)
{
    (void)puts(PACKAGE_NAME " " PACKAGE_VERSION);
    return EXIT_SUCCESS;
}

/* Of logs. */
struct lines {
    struct tail_window window;
    enum level least;
};

static void
report(void *data, const char *text)
{
    (void)data;
    complain(text);
}

/* What bears on what is printed without a screen; but a file that was named in
 * vain is a mistake everywhere. */
static bool
read_rc(enum stats_choice *source, const struct arguments *arguments,
        struct err *err)
{
    const struct rc rc = {.env = environment, .report = report};
    struct options options;
    bool ok;

    if (arguments->mode != MODE_STATS)
        return !arguments->config || rc_check(arguments->config, err);
    options_init(&options);
    ok = rc_load_options(&options, &rc, arguments->config, err);
    *source = (enum stats_choice)options.number[OPTION_STATS_SOURCE];
    options_release(&options);
    if (ok || arguments->config)
        return ok;
    complain(err->text);
    return true;
}

static int
run_mode(const struct arguments *arguments, const struct candidates *candidates,
         struct filter *filter, const struct lines *lines,
         enum stats_choice source)
{
    const struct ps_options ps = {
        .all = arguments->all, .json = arguments->json, .filter = filter};
    const struct images_options images = {.json = arguments->json,
                                          .filter = filter};
    const struct stats_options stats = {.json = arguments->json,
                                        .once = arguments->once,
                                        .names = arguments->names,
                                        .name_count = arguments->name_count,
                                        .filter = filter,
                                        .source = source};
    const struct logs_options logs = {.json = arguments->json,
                                      .follow = arguments->follow,
                                      .timestamps = arguments->timestamps,
                                      .window = lines->window,
                                      .least = lines->least,
                                      .grep = arguments->grep,
                                      .names = arguments->names,
                                      .name_count = arguments->name_count,
                                      .filter = filter};

    switch (arguments->mode) {
    case MODE_LOGS:
        return logs_run(candidates, &logs, STDOUT_FILENO, stderr);
    case MODE_PS:
        return ps_run(candidates, &ps, stdout, stderr);
    case MODE_STATS:
        return stats_run(candidates, &stats, STDOUT_FILENO, stderr);
    case MODE_IMAGES:
        return images_run(candidates, &images, stdout, stderr);
    default:
        return dashboard_run(arguments, candidates);
    }
}

/* False: there is one, and it is none. */
static bool
make_filter(struct filter **filter, const struct arguments *arguments,
            struct err *err)
{
    const struct kind *kind =
        arguments->mode == MODE_IMAGES ? &image_kind : &container_kind;

    *filter = NULL;
    if (!arguments->filter)
        return true;
    *filter = filter_new(kind, str_of(arguments->filter), NULL, err);
    return *filter || err_while(err, "--filter '%s'", arguments->filter);
}

/* All of a log, unless less is said. */
static bool
choose_lines(struct lines *lines, const struct arguments *arguments,
             struct err *err)
{
    struct tail_window *window = &lines->window;

    *lines = (struct lines){.window.lines = TAIL_ALL};
    if (arguments->grep && !logs_check_grep(arguments->grep, err))
        return false;
    if (arguments->level &&
        !logs_parse_level(arguments->level, &lines->least, err))
        return false;
    if (arguments->tail && !logs_parse_tail(arguments->tail, window, err))
        return false;
    return !arguments->since ||
           since_parse(str_of(arguments->since), timestamp_now(),
                       &window->since, err) ||
           err_while(err, "--since");
}

/* The modes that need an engine. */
static int
run(const struct arguments *arguments)
{
    struct locate_choice choice = {
        .host = arguments->host,
        .context = arguments->context,
        .env = environment,
    };
    struct candidates candidates;
    struct lines lines;
    struct filter *filter;
    enum stats_choice source = STATS_AUTO;
    struct err err;
    int status;

    if (arguments->mode == MODE_DASHBOARD) {
        if (!isatty(STDOUT_FILENO))
            return wrong_usage("standard output is not a terminal; 'bayplan "
                               "ps' prints the containers without a screen");
        if (!isatty(STDIN_FILENO))
            return wrong_usage("standard input is not a terminal, so no key "
                               "could be read");
    }
    if (arguments->mode != MODE_DASHBOARD &&
        !read_rc(&source, arguments, &err)) {
        complain(err.text);
        return STATUS_USAGE;
    }
    if (!choose_lines(&lines, arguments, &err))
        return wrong_usage(err.text);
    if (!make_filter(&filter, arguments, &err))
        return wrong_usage(err.text);
    if (!locate_engines(&candidates, &choice, &err)) {
        filter_free(filter);
        complain(err.text);
        return err.kind == ERR_USAGE ? STATUS_USAGE : STATUS_NO_ENGINE;
    }
    status = run_mode(arguments, &candidates, filter, &lines, source);
    filter_free(filter);
    candidates_release(&candidates);
    return status;
}

int
main(int argc, char **argv)
{
    const char *log = getenv("BAYPLAN_LOG");
    struct arguments arguments;
    struct err err;
    int status;

    (void)setlocale(LC_ALL, "");
    (void)signal(SIGPIPE, SIG_IGN);
    /* A file that grows too large fails as others do. */
    (void)signal(SIGXFSZ, SIG_IGN);
    if (!arguments_parse(&arguments, argc, (const char *const *)argv, &err))
        return wrong_usage(err.text);
    if (arguments.mode == MODE_HELP)
        return say_help();
    if (arguments.mode == MODE_PRINT_DEFAULTS)
        return say_defaults();
    if (arguments.mode == MODE_VERSION)
        return say_version();
    if (log && log[0] && !log_open(log, &err)) {
        complain(err.text);
        return STATUS_USAGE;
    }
    status = run(&arguments);
    log_close();
    return status;
}
