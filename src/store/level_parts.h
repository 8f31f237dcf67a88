/*
 * level_parts.h - what the files of level share. Only they include it.
 *
 *   level.c        which form a line has
 *   level_head.c   words and pairs in the head of a line
 *   level_json.c   members of an object
 *   level_words.c  what words and numbers mean
 */
#ifndef STORE_LEVEL_PARTS_H
#define STORE_LEVEL_PARTS_H

#include "store/level.h"

/* Where a word means a level. Every one does as a value (level=fine). */
enum level_place {
    LEVEL_ANYWHERE,    /* in a head */
    LEVEL_IN_BRACKETS, /* in a head only so: "[Note]" */
    LEVEL_BEFORE_COLON /* in a head only so, or in brackets: "LOG:" */
};

struct level_word {
    const char *text;
    unsigned char len;
    unsigned char level;
    unsigned char place;
};

static inline bool
level_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool
level_is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline bool
level_is_letter(char c)
{
    return level_is_upper(c) || (c >= 'a' && c <= 'z');
}

/* level_words.c */
/* Whatever the case; NULL: it means none. */
const struct level_word *level_find_word(struct str word);
/* By the number's size: syslog's, pino's, Monolog's. */
enum level level_of_number(unsigned number);
/* Syslog's 0 (emergency) to 7. */
enum level level_of_severity(unsigned number);
/* Whether a member or pair of this name says the level. */
bool level_is_name(struct str name);
/* What such a member or pair says: a word or a number. */
enum level level_of_value(struct str value);

/* level_head.c */
enum level level_of_head(struct str head);

/* level_json.c */
/* `text` begins with "{". */
enum level level_of_json(struct str text);

#endif
