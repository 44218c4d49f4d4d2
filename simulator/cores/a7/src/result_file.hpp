// A file that the emulator writes about the program: a profile, a core file, a trace.
//
// "/dev/fd/N" means a descriptor that the emulator was given, as a device gives one to an app that
// may open no files: it is not opened again, and the program does not see it.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/base/unique_fd.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace perisphere::a7
{

class ResultFile
{
public:
    ResultFile() = default;
    /// Empty: no file. Before the program runs.
    explicit ResultFile(const std::filesystem::path& path);

    /// Whether there is one.
    explicit operator bool() const { return !m_path.empty(); }
    [[nodiscard]] const std::string& name() const { return m_path; }

    /// In place of what it has; on failure a file that is opened by its name has what it had.
    [[nodiscard]] Result<> replace(std::string_view text);
    /// Behind what it has; the first time in its place.
    [[nodiscard]] Result<> append(std::string_view text);
    /// Calls `write` with a descriptor of the emptied file, which tells whether all went well.
    [[nodiscard]] Result<> write(const std::function<bool(int file)>& write);

private:
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] bool open();

    std::string m_path;
    bool m_isGiven = false;
    bool m_isBegun = false; ///< by append()
    int m_descriptor = -1;  ///< kept from the program, and open until the emulator ends
};

} // namespace perisphere::a7
