#include "config.h"

#include "store/level_parts.h"

#define WORD(text, level, place)                                               \
    {                                                                          \
        (text), sizeof(text) - 1, (level), (place)                             \
    }

/* By their first letter, in lower case. Log15 and logrus write four letters,
 * .NET and zerolog three or four, java.util.logging has words of its own; "log"
 * is PostgreSQL's, "note" and "system" are MySQL's. */
#define WORDS_MOST 8
static const struct level_word words[26][WORDS_MOST] =
    {
        ['a' - 'a'] =
            {
                WORD("alert", LEVEL_FATAL, LEVEL_ANYWHERE),
            },
        ['c' - 'a'] =
            {
                WORD("critical", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("crit", LEVEL_FATAL, LEVEL_ANYWHERE),
            },
        ['d' - 'a'] =
            {
                WORD("debug", LEVEL_DEBUG, LEVEL_ANYWHERE),
                WORD("dbg", LEVEL_DEBUG, LEVEL_ANYWHERE),
                WORD("dpanic", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("debu", LEVEL_DEBUG, LEVEL_ANYWHERE),
                WORD("dbug", LEVEL_DEBUG, LEVEL_BEFORE_COLON),
            },
        ['e' - 'a'] =
            {
                WORD("error", LEVEL_ERROR, LEVEL_ANYWHERE),
                WORD("err", LEVEL_ERROR, LEVEL_ANYWHERE),
                WORD("emerg", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("emergency", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("eror", LEVEL_ERROR, LEVEL_ANYWHERE),
                WORD("erro", LEVEL_ERROR, LEVEL_ANYWHERE),
            },
        ['f' - 'a'] =
            {
                WORD("ftl", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("fatal", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("fata", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("fail", LEVEL_ERROR, LEVEL_BEFORE_COLON),
                WORD("fine", LEVEL_DEBUG, LEVEL_BEFORE_COLON),
                WORD("finer", LEVEL_TRACE, LEVEL_BEFORE_COLON),
                WORD("finest", LEVEL_TRACE, LEVEL_BEFORE_COLON),
            },
        ['i' - 'a'] =
            {
                WORD("info", LEVEL_INFO, LEVEL_ANYWHERE),
                WORD("inf", LEVEL_INFO, LEVEL_ANYWHERE),
                WORD("information", LEVEL_INFO, LEVEL_ANYWHERE),
                WORD("informational", LEVEL_INFO, LEVEL_ANYWHERE),
            },
        ['l' - 'a'] =
            {
                WORD("log", LEVEL_INFO, LEVEL_BEFORE_COLON),
            },
        ['n' - 'a'] =
            {
                WORD("notice", LEVEL_INFO, LEVEL_ANYWHERE),
                WORD("note", LEVEL_INFO, LEVEL_IN_BRACKETS),
            },
        ['p' - 'a'] =
            {
                WORD("pnc", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("panic", LEVEL_FATAL, LEVEL_ANYWHERE),
                WORD("pani", LEVEL_FATAL, LEVEL_ANYWHERE),
            },
        ['s' - 'a'] =
            {
                WORD("severe", LEVEL_ERROR, LEVEL_ANYWHERE),
                WORD("system", LEVEL_INFO, LEVEL_IN_BRACKETS),
            },
        ['t' - 'a'] =
            {
                WORD("trc", LEVEL_TRACE, LEVEL_ANYWHERE),
                WORD("trace", LEVEL_TRACE, LEVEL_ANYWHERE),
                WORD("trac", LEVEL_TRACE, LEVEL_ANYWHERE),
                WORD("trce", LEVEL_TRACE, LEVEL_BEFORE_COLON),
            },
        ['v' - 'a'] =
            {
                WORD("vrb", LEVEL_DEBUG, LEVEL_ANYWHERE),
                WORD("verbose", LEVEL_DEBUG, LEVEL_ANYWHERE),
            },
        ['w' - 'a'] =
            {
                WORD("warn", LEVEL_WARN, LEVEL_ANYWHERE),
                WORD("warning", LEVEL_WARN, LEVEL_ANYWHERE),
                WORD("wrn", LEVEL_WARN, LEVEL_ANYWHERE),
            },
};

#define WORD_MOST 13 /* bytes of the longest */

static char
lower(char c)
{
    return level_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static bool
is_word(struct str word, const char *text)
{
    for (size_t i = 0; i < word.len; i++)
        if (lower(word.at[i]) != text[i])
            return false;
    return true;
}

const struct level_word *
level_find_word(struct str word)
{
    const struct level_word *row;

    if (word.len < 3 || word.len > WORD_MOST || !level_is_letter(word.at[0]))
        return NULL;
    for (row = words[lower(word.at[0]) - 'a']; row->text; row++)
        if (row->len == word.len && is_word(word, row->text))
            return row;
    return NULL;
}

enum level
level_of_severity(unsigned number)
{
    static const unsigned char levels[] = {
        LEVEL_FATAL, LEVEL_FATAL, LEVEL_FATAL, LEVEL_ERROR,
        LEVEL_WARN,  LEVEL_INFO,  LEVEL_INFO,  LEVEL_DEBUG,
    };

    return number < sizeof(levels) ? (enum level)levels[number] : LEVEL_NONE;
}

enum level
level_of_number(unsigned number)
{
    static const struct {
        unsigned least;
        enum level level;
    } rows[] = {
        {601, LEVEL_NONE}, {500, LEVEL_FATAL}, {400, LEVEL_ERROR},
        {300, LEVEL_WARN}, {200, LEVEL_INFO},  {100, LEVEL_DEBUG},
        {70, LEVEL_NONE},  {60, LEVEL_FATAL},  {50, LEVEL_ERROR},
        {40, LEVEL_WARN},  {30, LEVEL_INFO},   {20, LEVEL_DEBUG},
        {10, LEVEL_TRACE},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (number >= rows[i].least)
            return rows[i].level;
    return level_of_severity(number);
}

bool
level_is_name(struct str name)
{
    static const struct level_word names[] = {
        WORD("level", 0, 0),        WORD("lvl", 0, 0),
        WORD("severity", 0, 0),     WORD("log.level", 0, 0),
        WORD("@l", 0, 0),           WORD("@level", 0, 0),
        WORD("loglevel", 0, 0),     WORD("log_level", 0, 0),
        WORD("levelname", 0, 0),    WORD("level_name", 0, 0),
        WORD("severitytext", 0, 0), WORD("severity_text", 0, 0),
    };

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (names[i].len == name.len && is_word(name, names[i].text))
            return true;
    return false;
}

/* Words of Zerolog and others may have a number behind: "debug2". */
enum level
level_of_value(struct str value)
{
    unsigned number = 0;

    if (value.len == 0)
        return LEVEL_NONE;
    if (!level_is_digit(value.at[0])) {
        while (value.len > 0 && level_is_digit(value.at[value.len - 1]))
            value.len--;
        return level_of_word(value);
    }
    for (size_t i = 0; i < value.len; i++) {
        if (!level_is_digit(value.at[i]) || i == 4)
            return LEVEL_NONE;
        number = number * 10 + (unsigned)(value.at[i] - '0');
    }
    return level_of_number(number);
}

enum level
level_of_word(struct str word)
{
    const struct level_word *found = level_find_word(word);

    return found ? (enum level)found->level : LEVEL_NONE;
}
