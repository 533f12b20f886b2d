"""Everything on one machine: starts broker and rooms, keeps them up, tells how they do."""
