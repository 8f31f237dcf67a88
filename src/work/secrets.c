#include "config.h"

#include "work/secrets.h"

static const char *const words[] = {"PASS", "SECRET", "TOKEN",
                                    "KEY",  "CRED",   "AUTH"};

static char
upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool
has_word_at(struct str name, size_t at, const char *word)
{
    for (; *word; word++, at++)
        if (at == name.len || upper(name.at[at]) != *word)
            return false;
    return true;
}

bool
secret_name(struct str name)
{
    for (size_t at = 0; at < name.len; at++)
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            if (has_word_at(name, at, words[i]))
                return true;
    return false;
}

static bool
is_of_name(char c)
{
    return (upper(c) >= 'A' && upper(c) <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_';
}

bool
secret_variable(struct str text, size_t *value_at)
{
    size_t len = 0;

    while (len < text.len && is_of_name(text.at[len]))
        len++;
    if (len == 0 || len + 1 >= text.len || text.at[len] != '=' ||
        !secret_name(str_make(text.at, len)))
        return false;
    *value_at = len + 1;
    return true;
}
