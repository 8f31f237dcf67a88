/*
 * sequence.c - CSI and SS3 sequences to keys.
 */
#include "config.h"

#include "ui/term/sequence.h"

#define PARAMETERS_MAX 4
#define PARAMETER_MAX 0x10ffff

struct letter_key {
    char letter;
    uint32_t code;
};

struct number_key {
    unsigned number;
    uint32_t code;
};

/* ESC [ letter, ESC O letter, ESC [ 1 ; modifier letter. */
static const struct letter_key letter_keys[] = {
    {'A', KEYCODE_ARROW_UP},    {'B', KEYCODE_ARROW_DOWN},
    {'C', KEYCODE_ARROW_RIGHT}, {'D', KEYCODE_ARROW_LEFT},
    {'F', KEYCODE_END},         {'H', KEYCODE_HOME},
};

/* ESC O letter, ESC [ 1 ; modifier letter. */
static const struct letter_key function_keys[] = {
    {'P', KEYCODE_F1},
    {'Q', KEYCODE_F1 + 1},
    {'R', KEYCODE_F1 + 2},
    {'S', KEYCODE_F1 + 3},
};

/* ESC O letter: the keypad in its application mode. */
static const struct letter_key keypad_keys[] = {
    {'I', KEYCODE_TAB}, {'M', KEYCODE_ENTER}, {'j', '*'}, {'k', '+'},
    {'l', ','},         {'m', '-'},           {'n', '.'}, {'o', '/'},
    {'p', '0'},         {'q', '1'},           {'r', '2'}, {'s', '3'},
    {'t', '4'},         {'u', '5'},           {'v', '6'}, {'w', '7'},
    {'x', '8'},         {'y', '9'},           {'X', '='}, {' ', ' '},
};

/* rxvt's arrows: ESC [ letter with Shift, ESC O letter with Control. */
static const struct letter_key rxvt_arrows[] = {
    {'a', KEYCODE_ARROW_UP},
    {'b', KEYCODE_ARROW_DOWN},
    {'c', KEYCODE_ARROW_RIGHT},
    {'d', KEYCODE_ARROW_LEFT},
};

/* The Linux console: ESC [ [ letter. */
static const struct letter_key linux_keys[] = {
    {'A', KEYCODE_F1},     {'B', KEYCODE_F1 + 1}, {'C', KEYCODE_F1 + 2},
    {'D', KEYCODE_F1 + 3}, {'E', KEYCODE_F1 + 4},
};

/* ESC [ number ~ */
static const struct number_key number_keys[] = {
    {1, KEYCODE_HOME},        {2, KEYCODE_INSERT},  {3, KEYCODE_DELETE},
    {4, KEYCODE_END},         {5, KEYCODE_PAGE_UP}, {6, KEYCODE_PAGE_DOWN},
    {7, KEYCODE_HOME},        {8, KEYCODE_END},     {11, KEYCODE_F1},
    {12, KEYCODE_F1 + 1},     {13, KEYCODE_F1 + 2}, {14, KEYCODE_F1 + 3},
    {15, KEYCODE_F1 + 4},     {17, KEYCODE_F1 + 5}, {18, KEYCODE_F1 + 6},
    {19, KEYCODE_F1 + 7},     {20, KEYCODE_F1 + 8}, {21, KEYCODE_F1 + 9},
    {23, KEYCODE_F1 + 10},    {24, KEYCODE_F12},    {200, KEYCODE_PASTE_BEGIN},
    {201, KEYCODE_PASTE_END},
};

/* The keys that modifyOtherKeys names by their control character. */
static const struct number_key control_characters[] = {
    {8, KEYCODE_BACKSPACE}, {9, KEYCODE_TAB},         {13, KEYCODE_ENTER},
    {27, KEYCODE_ESCAPE},   {127, KEYCODE_BACKSPACE},
};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool
find_letter(const struct letter_key *keys, size_t count, char letter,
            uint32_t *code)
{
    for (size_t i = 0; i < count; i++) {
        if (keys[i].letter == letter) {
            *code = keys[i].code;
            return true;
        }
    }
    return false;
}

static bool
find_number(const struct number_key *keys, size_t count, unsigned number,
            uint32_t *code)
{
    for (size_t i = 0; i < count; i++) {
        if (keys[i].number == number) {
            *code = keys[i].code;
            return true;
        }
    }
    return false;
}

struct parameters {
    unsigned at[PARAMETERS_MAX]; /* 0 where none was written */
    size_t count;
};

/* Decimal numbers with semicolons between them, and nothing else. */
static bool
parse_parameters(struct parameters *parameters, struct str text)
{
    *parameters = (struct parameters){.count = text.len > 0 ? 1 : 0};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if (c == ';') {
            if (parameters->count == PARAMETERS_MAX)
                return false;
            parameters->count++;
            continue;
        }
        if (c < '0' || c > '9')
            return false;

        unsigned *number = &parameters->at[parameters->count - 1];
        *number = *number * 10 + (unsigned)(c - '0');
        if (*number > PARAMETER_MAX)
            return false;
    }
    return true;
}

/* xterm's modifier number; 0 stands for none written. */
static bool
read_modifiers(unsigned number, unsigned *modifiers)
{
    if (number > 16)
        return false;

    unsigned bits = number > 0 ? number - 1 : 0;
    *modifiers = (bits & 1 ? MODIFIER_SHIFT : 0u) |
                 (bits & (2 | 8) ? MODIFIER_META : 0u) |
                 (bits & 4 ? MODIFIER_CONTROL : 0u);
    return true;
}

/* A character with modifiers, as modifyOtherKeys sends it. */
static bool
other_key(unsigned number, unsigned modifier_number, struct key *key)
{
    uint32_t code = number;
    unsigned modifiers;

    if (!read_modifiers(modifier_number, &modifiers))
        return false;
    if (!find_number(control_characters, COUNT_OF(control_characters), number,
                     &code)) {
        bool is_private = number >= 0xe000 && number <= 0xf8ff;
        char text[KEY_TEXT_SIZE];
        struct key bare = {.code = number};

        if (is_private || key_text(&bare, text) == 0)
            return false;
    }
    *key = key_make(code, modifiers);
    return true;
}

/* ESC [ numbers ~, and rxvt's $ ^ @ in place of the ~. */
static bool
number_key(const struct parameters *parameters, char final, struct key *key)
{
    uint32_t code;
    unsigned modifiers;

    if (parameters->count == 3 && parameters->at[0] == 27 && final == '~')
        return other_key(parameters->at[2], parameters->at[1], key);
    if (parameters->count < 1 || parameters->count > 2 ||
        !find_number(number_keys, COUNT_OF(number_keys), parameters->at[0],
                     &code) ||
        !read_modifiers(parameters->at[1], &modifiers))
        return false;
    if (final == '$' || final == '@')
        modifiers |= MODIFIER_SHIFT;
    if (final == '^' || final == '@')
        modifiers |= MODIFIER_CONTROL;
    *key = key_make(code, modifiers);
    return true;
}

/* ESC [ letter, or ESC [ 1 ; modifier letter. */
static bool
letter_key(const struct parameters *parameters, char final, struct key *key)
{
    uint32_t code = KEYCODE_TAB;
    unsigned modifiers;

    if (parameters->count > 2 || parameters->at[0] > 1 ||
        !read_modifiers(parameters->at[1], &modifiers))
        return false;
    if (final == 'Z') {
        modifiers |= MODIFIER_SHIFT;
    } else if (parameters->count == 0 &&
               find_letter(rxvt_arrows, COUNT_OF(rxvt_arrows), final, &code)) {
        modifiers |= MODIFIER_SHIFT;
    } else if (!find_letter(letter_keys, COUNT_OF(letter_keys), final, &code)) {
        /* Without numbers these are other things: ESC [ R is no F3. */
        if (parameters->count != 2 ||
            !find_letter(function_keys, COUNT_OF(function_keys), final, &code))
            return false;
    }
    *key = key_make(code, modifiers);
    return true;
}

static const struct number_key mouse_keys[] = {
    {0, KEYCODE_MOUSE_LEFT},
    {64, KEYCODE_WHEEL_UP},
    {65, KEYCODE_WHEEL_DOWN},
};

/* ESC [ < button ; column ; row M (xterm's mode 1006). Releases (m), other
 * buttons and movements are nothing to us, nor is a modifier. */
static bool
mouse_key(struct str body, struct key *key)
{
    const unsigned modifiers = 4 | 8 | 16;
    struct parameters parameters;
    uint32_t code;

    if (body.at[body.len - 1] != 'M' ||
        !parse_parameters(&parameters, str_make(body.at + 1, body.len - 2)) ||
        parameters.count != 3 || parameters.at[1] == 0 ||
        parameters.at[2] == 0 || parameters.at[1] > UINT16_MAX ||
        parameters.at[2] > UINT16_MAX ||
        !find_number(mouse_keys, COUNT_OF(mouse_keys),
                     parameters.at[0] & ~modifiers, &code))
        return false;
    *key = key_make(code, 0);
    key->x = (uint16_t)(parameters.at[1] - 1);
    key->y = (uint16_t)(parameters.at[2] - 1);
    return true;
}

static bool
csi_key(struct str body, struct key *key)
{
    struct parameters parameters;
    char final = body.at[body.len - 1];
    uint32_t code;

    if (body.len == 2 && body.at[0] == '[') {
        if (!find_letter(linux_keys, COUNT_OF(linux_keys), final, &code))
            return false;
        *key = key_make(code, 0);
        return true;
    }
    if (body.len > 2 && body.at[0] == '<')
        return mouse_key(body, key);
    if (!parse_parameters(&parameters, str_make(body.at, body.len - 1)))
        return false;
    switch (final) {
    case '~':
    case '$':
    case '^':
    case '@':
        return number_key(&parameters, final, key);
    case 'u':
        return parameters.count >= 1 && parameters.count <= 2 &&
               other_key(parameters.at[0], parameters.at[1], key);
    default:
        return letter_key(&parameters, final, key);
    }
}

/* ESC O letter; old xterms put the modifier before the letter. */
static bool
ss3_key(struct str body, struct key *key)
{
    struct parameters parameters;
    char final = body.at[body.len - 1];
    unsigned modifiers;
    uint32_t code;

    if (!parse_parameters(&parameters, str_make(body.at, body.len - 1)) ||
        parameters.count > 1 || !read_modifiers(parameters.at[0], &modifiers))
        return false;
    if (find_letter(rxvt_arrows, COUNT_OF(rxvt_arrows), final, &code)) {
        modifiers |= MODIFIER_CONTROL;
    } else if (!find_letter(letter_keys, COUNT_OF(letter_keys), final, &code) &&
               !find_letter(function_keys, COUNT_OF(function_keys), final,
                            &code) &&
               !find_letter(keypad_keys, COUNT_OF(keypad_keys), final, &code)) {
        return false;
    }
    *key = key_make(code, modifiers);
    return true;
}

bool
sequence_key(struct str sequence, struct key *key)
{
    if (sequence.len < 3 || sequence.at[0] != ESC)
        return false;

    struct str body = str_make(sequence.at + 2, sequence.len - 2);
    if (sequence.at[1] == '[')
        return csi_key(body, key);
    return sequence.at[1] == 'O' && ss3_key(body, key);
}
