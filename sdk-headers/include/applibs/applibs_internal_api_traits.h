// Attributes that mark API kept for old apps. Not for apps to use, but an app may switch them off:
// it defines the macro itself before it includes an applibs header, or _AZSPHERE_USE_DEPRECATED_API
// or _AZSPHERE_USE_OBSOLETE_API.
#pragma once

/// Using what is marked gives a warning that names the replacement. Stands in declarations of
/// functions, types and enumerators.
#if !defined(_AZSPHERE_DEPRECATED_BY)
#if defined(_AZSPHERE_USE_DEPRECATED_API)
#define _AZSPHERE_DEPRECATED_BY(replacement)
#else
#define _AZSPHERE_DEPRECATED_BY(replacement)                                                       \
    __attribute__((deprecated("use " #replacement " instead")))
#endif
#endif

/// Using what is marked is an error that names the replacement. Functions only.
#if !defined(_AZSPHERE_OBSOLETED_BY)
#if defined(_AZSPHERE_USE_OBSOLETE_API)
#define _AZSPHERE_OBSOLETED_BY(replacement)
#else
#define _AZSPHERE_OBSOLETED_BY(replacement)                                                        \
    __attribute__((error("no longer available: use " #replacement)))
#endif
#endif
