// Generated directory trees: same seed, same tree.
#pragma once

#include "perisphere/base/directory_tree.hpp"

#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>

namespace perisphere::test
{

class TreeGenerator
{
public:
    explicit TreeGenerator(std::uint32_t seed)
        : m_random(seed)
    {
    }

    DirectoryTree make()
    {
        fill("", 0);
        sortTree(m_tree);
        return std::move(m_tree);
    }

private:
    // std::uniform_int_distribution differs between libraries; a remainder does not.
    std::uint32_t below(std::uint32_t count)
    {
        return static_cast<std::uint32_t>(m_random() % count);
    }

    void fill(const std::string& prefix, int depth)
    {
        std::set<std::string> names;
        const std::uint32_t count = below(depth == 0 ? 9 : 5);
        while (names.size() < count)
            names.insert(name());
        for (const std::string& one : names) {
            const std::string path = prefix + one;
            if (depth < 5 && below(3) == 0) {
                // The owner has to be able to fill and read it, or a test on disk needs root.
                const auto mode = static_cast<std::uint16_t>(0700U | below(0100));
                m_tree.push_back({.path = path,
                                  .kind = TreeEntry::Kind::Directory,
                                  .mode = mode,
                                  .content = {}});
                fill(path + "/", depth + 1);
            } else {
                const auto mode = static_cast<std::uint16_t>(0400U | below(0400));
                m_tree.push_back({.path = path,
                                  .kind = TreeEntry::Kind::File,
                                  .mode = mode,
                                  .content = content()});
            }
        }
    }

    /// 1 to 252 bytes, any byte that a name may hold.
    std::string name()
    {
        const std::uint32_t length = below(8) == 0 ? 1 + below(252) : 1 + below(12);
        const bool isPlain = below(4) != 0;
        std::string text;
        while (text.size() < length) {
            const char c =
                isPlain ? static_cast<char>('a' + below(26)) : static_cast<char>(1 + below(255));
            if (c != '/' && c != '\\')
                text += c;
        }
        return text == "." || text == ".." ? "x" : text;
    }

    /// 0 to 8 MiB, mostly small, often at a page's edge.
    std::vector<std::byte> content()
    {
        std::uint32_t size = below(3000);
        const std::uint32_t kind = below(1000);
        if (kind < 2)
            size = 8U * 1024 * 1024;
        else if (kind < 6)
            size = below(8U * 1024 * 1024);
        else if (kind < 250)
            size = 4096 * below(4) + std::array<std::uint32_t, 3>{0, 1, 4095}[below(3)];
        std::vector<std::byte> bytes(size);
        std::uint32_t word = below(0xFFFFFFFF);
        for (std::byte& byte : bytes) {
            word = word * 1664525 + 1013904223;
            byte = static_cast<std::byte>(word >> 24U);
        }
        return bytes;
    }

    std::mt19937 m_random;
    DirectoryTree m_tree;
};

inline DirectoryTree randomTree(std::uint32_t seed)
{
    return TreeGenerator(seed).make();
}

} // namespace perisphere::test
