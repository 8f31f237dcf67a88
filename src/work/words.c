#include "config.h"

#include "work/words.h"

#define COLOR_DIGITS 6

struct splitter {
    struct words *words;
    size_t used; /* of words->text */
    char quote;  /* the open one, or 0 */
    bool in_word;
};

static bool
word_begin(struct splitter *splitter, struct err *err)
{
    struct words *words = splitter->words;

    if (splitter->in_word)
        return true;
    if (words->count == COMMAND_WORDS)
        return err_set_kind(err, ERR_LIMIT, "more than %d words",
                            COMMAND_WORDS);
    words->at[words->count] = str_make(words->text + splitter->used, 0);
    splitter->in_word = true;
    return true;
}

static bool
word_add(struct splitter *splitter, char c, struct err *err)
{
    if (!word_begin(splitter, err))
        return false;
    /* One byte stays for the NUL. */
    if (splitter->used + 1 >= COMMAND_SIZE)
        return err_set_kind(err, ERR_LIMIT, "longer than %d bytes",
                            COMMAND_SIZE);
    splitter->words->text[splitter->used++] = c;
    splitter->words->at[splitter->words->count].len++;
    return true;
}

static bool
word_end(struct splitter *splitter, struct err *err)
{
    if (!splitter->in_word)
        return true;
    if (splitter->used >= COMMAND_SIZE)
        return err_set_kind(err, ERR_LIMIT, "longer than %d bytes",
                            COMMAND_SIZE);
    splitter->words->text[splitter->used++] = '\0';
    splitter->words->count++;
    splitter->in_word = false;
    return true;
}

static bool
quote_begin(struct splitter *splitter, char c, struct err *err)
{
    splitter->quote = c;
    /* '' is a word too. */
    return word_begin(splitter, err);
}

/* Six hex digits alone, which make a colour of the '#' before them, and no
 * comment. */
static bool
is_color(struct str rest)
{
    static const char hex_digits[] = "0123456789abcdefABCDEF";
    size_t len = 0;

    while (len < rest.len && !word_is_space(rest.at[len]))
        if (!memchr(hex_digits, rest.at[len++], sizeof(hex_digits) - 1))
            return false;
    return len == COLOR_DIGITS;
}

/* One byte of the line, or two where the first is a backslash. */
static bool
split_step(struct splitter *splitter, struct str *rest, struct err *err)
{
    char c = rest->at[0];

    rest->at++;
    rest->len--;
    if (c == '\\' && splitter->quote != '\'') {
        if (rest->len == 0)
            return err_set_kind(err, ERR_USAGE,
                                "a backslash at the end quotes nothing");
        c = rest->at[0];
        rest->at++;
        rest->len--;
        return word_add(splitter, c, err);
    }
    if (splitter->quote) {
        if (c != splitter->quote)
            return word_add(splitter, c, err);
        splitter->quote = 0;
        return true;
    }
    if (c == '\'' || c == '"')
        return quote_begin(splitter, c, err);
    if (word_is_space(c))
        return word_end(splitter, err);
    if (c == '#' && !splitter->in_word &&
        !(splitter->words->count > 0 && is_color(*rest))) {
        rest->len = 0;
        return true;
    }
    return word_add(splitter, c, err);
}

bool
words_split(struct words *words, struct str line, struct err *err)
{
    struct splitter splitter = {.words = words};

    words->count = 0;
    while (line.len > 0)
        if (!split_step(&splitter, &line, err))
            return false;
    if (splitter.quote)
        return err_set_kind(err, ERR_USAGE, "the %c is never closed",
                            splitter.quote);
    return word_end(&splitter, err);
}

void
words_quote(struct buf *out, struct str word)
{
    bool is_plain = word.len > 0 && word.at[0] != '#';
    size_t i;

    for (i = 0; i < word.len && is_plain; i++)
        is_plain = !word_is_space(word.at[i]) && !strchr("'\"\\", word.at[i]);
    if (is_plain) {
        (void)buf_add_str(out, word);
        return;
    }
    (void)buf_add_char(out, '"');
    for (i = 0; i < word.len; i++) {
        if (word.at[i] == '"' || word.at[i] == '\\')
            (void)buf_add_char(out, '\\');
        (void)buf_add_char(out, word.at[i]);
    }
    (void)buf_add_char(out, '"');
}
