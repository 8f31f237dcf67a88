#include "config.h"

#include "base/nearest.h"

/* Longer words are no names of anything. */
#define LONGEST 31

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* How many letters must be put in, taken out, replaced or swapped with their
 * neighbour: the optimal string alignment, a line of the matrix at a time. */
static unsigned
distance(struct str a, struct str b)
{
    unsigned lines[3][LONGEST + 1];
    unsigned *before = lines[0], *last = lines[1], *line = lines[2];

    for (unsigned k = 0; k <= b.len; k++)
        last[k] = k;
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *spare = before;

        line[0] = (unsigned)i;
        for (size_t k = 1; k <= b.len; k++) {
            unsigned other = a.at[i - 1] != b.at[k - 1];

            line[k] =
                least(last[k - 1] + other, least(last[k], line[k - 1]) + 1);
            if (i > 1 && k > 1 && a.at[i - 1] == b.at[k - 2] &&
                a.at[i - 2] == b.at[k - 1])
                line[k] = least(line[k], before[k - 2] + 1);
        }
        before = last;
        last = line;
        line = spare;
    }
    return last[b.len];
}

void
nearest_begin(struct nearest *nearest, struct str typed)
{
    *nearest = (struct nearest){.typed = typed};
    nearest->distance = (unsigned)least(typed.len, LONGEST) / 3 + 1;
    /* What is as short as that could be anything. */
    if (typed.len < 2)
        nearest->distance = 0;
}

void
nearest_try(struct nearest *nearest, const char *word)
{
    struct str text = str_of(word);
    unsigned found;

    if (text.len > LONGEST || nearest->typed.len > LONGEST)
        return;
    found = distance(nearest->typed, text);
    if (found >= nearest->distance || found >= text.len)
        return;
    nearest->distance = found;
    nearest->word = word;
}

void
nearest_say(struct buf *out, const struct nearest *nearest)
{
    if (nearest->word)
        (void)buf_addf(out, "; did you mean %s?", nearest->word);
}
