/*
 * level_head.c - words and pairs in the head of a line: times, names of
 * threads and loggers, and somewhere among them the level.
 *
 * The head is walked word by word (as blanks divide it). Times, numbers,
 * labels ("nginx[12]:") and what stands in brackets may come in any number;
 * after PLAIN_MOST other words the message has begun.
 */
#include "config.h"

#include "store/level_parts.h"

#define PLAIN_MOST 3

struct head {
    struct str text;
    size_t at;      /* the next word */
    unsigned plain; /* words that could be of the message */
    bool has_time;
    bool in_brackets;    /* of a pair that was opened in an earlier word */
    bool is_behind_name; /* the word before was a label or in brackets */
    bool is_behind_npm;
};

static char
byte_at(const struct head *head, size_t at)
{
    return at < head->text.len ? head->text.at[at] : '\0';
}

static bool
is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool
is_of_word(char c)
{
    return level_is_letter(c) || level_is_digit(c) || c == '_';
}

/* ---- pairs -------------------------------------------------------------- */

/* Behind the quote that ends what begins here with one. */
static size_t
quoted_end(const struct head *head, size_t at)
{
    for (at++; at < head->text.len; at++) {
        if (head->text.at[at] == '\\')
            at++;
        else if (head->text.at[at] == '"')
            return at + 1;
    }
    return head->text.len;
}

static bool
is_of_name(char c)
{
    return is_of_word(c) || c == '.' || c == '@' || c == '-';
}

/* Where the word that begins here is a pair (name=value), step over it. */
static bool
take_pair(struct head *head, enum level *level)
{
    size_t from = head->at, equals = from, end;
    struct str value;

    while (is_of_name(byte_at(head, equals)))
        equals++;
    if (equals == from || byte_at(head, equals) != '=')
        return false;
    end = equals + 1;
    if (byte_at(head, end) == '"')
        end = quoted_end(head, end);
    while (end < head->text.len && !is_blank(head->text.at[end]))
        end++;
    value = str_make(head->text.at + equals + 1, end - equals - 1);
    if (value.len > 1 && value.at[0] == '"')
        value = str_make(value.at + 1, value.len - 2);
    if (level_is_name(str_make(head->text.at + from, equals - from)))
        *level = level_of_value(value);
    head->at = end;
    return true;
}

/* ---- words -------------------------------------------------------------- */

static bool
is_upper(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!level_is_upper(word.at[i]))
            return false;
    return true;
}

/* What stands around a piece of a word: "[INFO ]" is in brackets, too. */
struct around {
    char before, behind, next;
    bool is_in_brackets, has_colon;
};

static struct around
look_around(const struct head *head, size_t from, size_t end)
{
    struct around around = {
        .before = from > 0 ? head->text.at[from - 1] : ' ',
        .behind = byte_at(head, end),
        .next = byte_at(head, end + 1),
    };
    size_t at = end;

    while (byte_at(head, at) == ' ')
        at++;
    if (around.behind == '\0')
        around.behind = ' ';
    around.is_in_brackets =
        (is_one_of(around.before, "[<|(") &&
         is_one_of(byte_at(head, at), "]>|)")) ||
        (head->in_brackets && around.behind == ']') ||
        (is_one_of(around.before, ":.") && around.behind == ']');
    around.has_colon = around.behind == ':' &&
                       (is_one_of(around.next, " \t:") || around.next == '\0');
    return around;
}

/* "error" and "Error" are words of any text, so more must speak for them. */
static bool
is_level_in_text(const struct head *head, const struct around *around)
{
    bool is_first = is_blank(around->before) || around->before == '[';

    if (around->is_in_brackets && around->before != '(')
        return true;
    if (around->before == '\t' && around->behind == '\t')
        return true;
    if (around->before == ' ' && head->is_behind_npm)
        return true;
    return around->has_colon && is_first &&
           (head->plain == 0 || head->is_behind_name);
}

static bool
is_level_in_capitals(const struct head *head, const struct around *around)
{
    bool is_delimited;

    if (around->before == '.' || around->before == '/')
        return around->before == '.' && around->has_colon;
    if (!is_blank(around->before) && !is_one_of(around->before, "[<|({:],;"))
        return false;
    if (!is_blank(around->behind) && !is_one_of(around->behind, "]>|)}:,[/!"))
        return false;
    if (around->behind == '[' && !level_is_digit(around->next))
        return false;
    is_delimited = around->is_in_brackets || around->has_colon ||
                   around->behind == ':' || is_one_of(around->before, "|[");
    return is_delimited || head->plain == 0 ||
           (head->has_time && head->plain == 1);
}

static enum level
judge(const struct head *head, size_t from, size_t end)
{
    struct str text = str_make(head->text.at + from, end - from);
    const struct level_word *word = level_find_word(text);
    struct around around;
    bool is_level;

    if (!word)
        return LEVEL_NONE;
    around = look_around(head, from, end);
    if (word->place == LEVEL_IN_BRACKETS && !around.is_in_brackets)
        return LEVEL_NONE;
    if (word->place == LEVEL_BEFORE_COLON && !around.is_in_brackets &&
        !around.has_colon)
        return LEVEL_NONE;
    is_level = is_upper(text) ? is_level_in_capitals(head, &around)
                              : is_level_in_text(head, &around);
    /* PHP's and Go's "fatal error:" */
    if (!is_level && word->level == LEVEL_FATAL && head->plain == 0)
        is_level = str_starts(
            str_make(head->text.at + end, head->text.len - end), " error:");
    return is_level ? (enum level)word->level : LEVEL_NONE;
}

/* ---- what a word is that says nothing ----------------------------------- */

static bool
is_day_or_month(struct str word)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec"
                                "MonTueWedThuFriSatSun";

    for (size_t i = 0; word.len == 3 && names[i]; i += 3)
        if (memcmp(word.at, names + i, 3) == 0)
            return true;
    return false;
}

/* Tell what the word from..end is; it had no level in it. */
static void
note_word(struct head *head, size_t from, size_t end)
{
    struct str word = str_make(head->text.at + from, end - from);
    size_t marks = 0, opened = 0, closed = 0, letters = 0;
    bool was_in_brackets = head->in_brackets;
    char last = word.at[word.len - 1];

    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];

        marks += c == ':' || c == '-' || c == '/' || c == '.';
        opened += c == '[' || c == '{';
        closed += c == ']' || c == '}';
        letters += level_is_letter(c);
    }
    head->in_brackets =
        opened > closed || (was_in_brackets && opened == closed);
    head->is_behind_name = last == ':' || closed > 0;
    head->is_behind_npm = str_is(word, "npm");
    if (is_one_of(word.at[0], "[(") && word.len > 1)
        word = str_make(word.at + 1, word.len - 1);
    if (level_is_digit(word.at[0]) && marks >= 2)
        head->has_time = true;
    if (letters == 0 || level_is_digit(word.at[0]) || was_in_brackets ||
        opened + closed > 0 || last == ':' || head->is_behind_npm ||
        is_day_or_month(word) || str_is(word, "PHP"))
        return;
    head->plain++;
}

static enum level
take_word(struct head *head)
{
    size_t from = head->at, end = from, at;
    enum level level = LEVEL_NONE;

    while (end < head->text.len && !is_blank(head->text.at[end]))
        end++;
    for (at = from; at < end && level == LEVEL_NONE;) {
        size_t begin = at;

        while (at < end && is_of_word(head->text.at[at]))
            at++;
        if (at > begin)
            level = judge(head, begin, at);
        else
            at++;
    }
    note_word(head, from, end);
    head->at = end;
    return level;
}

enum level
level_of_head(struct str text)
{
    struct head head = {.text = text};
    enum level level = LEVEL_NONE;

    while (level == LEVEL_NONE && head.plain <= PLAIN_MOST) {
        while (is_blank(byte_at(&head, head.at)))
            head.at++;
        if (head.at >= text.len || is_one_of(text.at[head.at], "\"'`"))
            return LEVEL_NONE;
        if (text.at[head.at] == '{' && byte_at(&head, head.at + 1) == '"')
            return level_of_json(
                str_make(text.at + head.at, text.len - head.at));
        if (!take_pair(&head, &level))
            level = take_word(&head);
    }
    return level;
}
