/*
 * complain.h - what went wrong, for whoever started the program.
 */
#ifndef BAYPLAN_COMPLAIN_H
#define BAYPLAN_COMPLAIN_H

/* "bayplan: " and the words on stderr, made harmless. */
void complain(const char *words);
/* Lines that speak for themselves ("unix:///... : permission denied"). */
void complain_lines(const char *lines);

#endif
