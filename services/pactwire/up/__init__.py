"""Everything on one machine: starts broker and services, keeps them up, tells how they do."""
