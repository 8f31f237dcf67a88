#include "config.h"

#include "cli/choose.h"

#include <string.h>

bool
choose_is_named(const char *const *names, size_t count,
                const struct container *container)
{
    for (size_t i = 0; i < count; i++) {
        size_t len = strlen(names[i]);

        if (strcmp(names[i], container->name) == 0 ||
            (len >= CHOOSE_ID_LEAST &&
             strncmp(names[i], container->id, len) == 0))
            return true;
    }
    return count == 0;
}
