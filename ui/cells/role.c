/*
 * role.c - the roles' names and how they are put on a ground.
 */
#include "config.h"

#include "ui/cells/role.h"

#include <assert.h>

struct role_info {
    const char *name;
    char letter;
    bool is_lasting;
};

#define ROLE(NAME, label, sign)                                                \
    [ROLE_##NAME] = {.name = label, .letter = sign, .is_lasting = false},
#define ROLE_LASTING(NAME, label, sign)                                        \
    [ROLE_##NAME] = {.name = label, .letter = sign, .is_lasting = true},
static const struct role_info roles[ROLE_COUNT] = {
#include "ui/cells/role.def"
};

/* role_of_tone() relies on this order. */
_Static_assert((int)ROLE_PLAIN == (int)TONE_PLAIN, "roles begin as tones do");
_Static_assert((int)ROLE_DIM == (int)TONE_DIM, "roles begin as tones do");
_Static_assert((int)ROLE_GOOD == (int)TONE_GOOD, "roles begin as tones do");
_Static_assert((int)ROLE_STOPPED == (int)TONE_STOPPED,
               "roles begin as tones do");
_Static_assert((int)ROLE_BUSY == (int)TONE_BUSY, "roles begin as tones do");
_Static_assert((int)ROLE_TROUBLE == (int)TONE_TROUBLE,
               "roles begin as tones do");
_Static_assert((int)ROLE_STALE == (int)TONE_STALE, "roles begin as tones do");
_Static_assert((int)ROLE_SELECTED == (int)TONE_COUNT, "a tone has no role");

const char *
role_name(enum role role)
{
    assert(role < ROLE_COUNT);
    return roles[role].name;
}

char
role_letter(enum role role)
{
    assert(role < ROLE_COUNT);
    return roles[role].letter;
}

bool
role_is_lasting(enum role role)
{
    assert(role < ROLE_COUNT);
    return roles[role].is_lasting;
}

enum role
role_of_tone(enum tone tone)
{
    assert(tone < TONE_COUNT);
    return (enum role)tone;
}

static struct look
look_at_depth(const struct theme_row *row, enum depth depth)
{
    switch (depth) {
    case DEPTH_RICH:
        return row->rich;
    case DEPTH_BASIC:
        return row->basic;
    case DEPTH_PLAIN:
        break;
    }
    return row->plain;
}

struct look
role_look(const struct theme_row *theme, enum depth depth, enum role role,
          enum role ground)
{
    struct look look = look_at_depth(&theme[role], depth);

    if (ground == ROLE_PLAIN || ground == role)
        return look;

    struct look under = look_at_depth(&theme[ground], depth);
    if (look.fore == COLOR_DEFAULT)
        look.fore = under.fore;
    look.back = under.back;
    look.attributes |= under.attributes;
    return look;
}
