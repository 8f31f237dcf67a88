/*
 * secrets.h - which environment variables are likely to hold a secret, so that
 * their values are not shown before somebody asks for them.
 *
 * A guess from the name alone: it has PASS, SECRET, TOKEN, KEY, CRED or AUTH
 * in it, in any letter case. KEYBOARD is masked without need and MYSQL_PWD is
 * not masked at all; that is what a guess costs.
 */
#ifndef WORK_SECRETS_H
#define WORK_SECRETS_H

#include "base/str.h"

/* Stands for a value; says nothing of its length. */
#define SECRET_MASK "********"

bool secret_name(struct str name);
/* Whether `text` is "NAME=value" of such a name and the value is not empty; a
 * name is letters, digits and underscores, as a shell takes it. *value_at is
 * where the value begins. */
bool secret_variable(struct str text, size_t *value_at);

#endif
