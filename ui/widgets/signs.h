/*
 * signs.h - the few signs that the screen draws by itself, in the best form
 * that the locale can show. All are one cell wide.
 */
#ifndef WIDGETS_SIGNS_H
#define WIDGETS_SIGNS_H

struct signs {
    const char *up;   /* sorted from the least */
    const char *down; /* sorted from the most */
    const char *folded, *unfolded;
    const char *rule;       /* a piece of a horizontal line */
    const char *rule_focus; /* the same above what the keys go to */
    const char *wall;       /* and of a vertical one */
    /* A wall where a rule ends at its right, at its left, at both sides, and
     * where it begins below a rule. */
    const char *wall_right, *wall_left, *cross, *wall_top;
};

const struct signs *signs(void);

#endif
