// Structures whose content is the library's, in memory that is the app's: uint64_t words that apps
// may copy.
#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>

namespace perisphere::client
{

/// Reads and writes a Content in the words of a Structure. A Content begins with `magic`, by which
/// a structure that was never initialised, or was destroyed, is told from one that was.
template <class Content, class Structure>
class Opaque
{
    static_assert(std::is_trivially_copyable_v<Content> && sizeof(Content) <= sizeof(Structure));

public:
    static void initialise(Structure& structure)
    {
        std::memset(&structure, 0, sizeof structure);
        write(structure, Content{});
    }
    static void destroy(Structure& structure) { std::memset(&structure, 0, sizeof structure); }

    /// False, and the content is untouched, when there is none.
    [[nodiscard]] static bool read(const Structure& structure, Content& content)
    {
        Content copy;
        std::memcpy(static_cast<void*>(&copy), &structure, sizeof copy);
        if (copy.magic != Content{}.magic)
            return false;
        content = copy;
        return true;
    }
    static void write(Structure& structure, const Content& content)
    {
        std::memcpy(&structure, &content, sizeof content);
    }
};

} // namespace perisphere::client
