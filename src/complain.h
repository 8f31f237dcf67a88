/*
 * complain.h - what went wrong, for whoever started the program.
 */
#ifndef BAYPLAN_COMPLAIN_H
#define BAYPLAN_COMPLAIN_H

/* "bayplan: " and the words on stderr, made harmless line by line. */
void complain(const char *words);

#endif
