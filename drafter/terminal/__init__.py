"""Asks the questions at a terminal: with a cursor and menus, or line by line."""

from __future__ import annotations

from drafter.terminal.session import converse, revise, wants_more

__all__ = ["converse", "revise", "wants_more"]
