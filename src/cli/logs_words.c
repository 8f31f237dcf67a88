/* The words that choose which lines of logs are printed. */
#include "config.h"

#include "cli/logs.h"

#include "base/regex.h"

bool
logs_parse_tail(const char *text, struct tail_window *window, struct err *err)
{
    long long lines;

    if (strcmp(text, "all") == 0)
        window->lines = TAIL_ALL;
    else if (str_to_i64(str_of(text), &lines) && lines >= 0 &&
             lines <= TAIL_MOST)
        window->lines = lines == 0 ? TAIL_NONE : (long)lines;
    else
        return err_set_kind(err, ERR_USAGE,
                            "--tail '%s' is neither a number of lines nor "
                            "'all'",
                            text);
    return true;
}

bool
logs_parse_level(const char *text, enum level *least, struct err *err)
{
    *least = level_of_word(str_of(text));
    return *least != LEVEL_NONE ||
           err_set_kind(err, ERR_USAGE,
                        "--level '%s' is none of trace, debug, info, warn, "
                        "error and fatal",
                        text);
}

bool
logs_check_grep(const char *text, struct err *err)
{
    struct regex *regex = regex_new(str_of(text), err);

    if (!regex)
        return err_while(err, "--grep '%s'", text);
    regex_free(regex);
    return true;
}
