// What every page may use. Every page also works without it.
import "htmx.org";
import "./copy.js";
import "./busy.js";
