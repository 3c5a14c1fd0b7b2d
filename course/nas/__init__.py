"""Neural architecture search for tiny devices, after the survey of Duclos-Cavalcanti."""
