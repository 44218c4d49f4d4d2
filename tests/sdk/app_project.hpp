// App projects as their developers have them: a copy of tests/sdk/projects/<name>, configured by
// its own preset with nothing in the environment but the SDK's folder.
#pragma once

#include "perisphere/base/directory_tree.hpp"
#include "temporary_directory.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace perisphere::test
{

struct Outcome {
    int status = 0;     ///< as a shell reports it
    std::string output; ///< standard output and error
};

/// Runs a shell command in a folder, with a bare environment and `settings`.
Outcome runCommand(const std::string& command, const std::filesystem::path& folder,
                   const std::map<std::string, std::string>& settings = {});

/// One word of a shell.
std::string shellWord(const std::filesystem::path& path);

/// The SDK that the build staged, with the trailing slash that build files count on.
std::string sdkFolder();

class AppProject
{
public:
    /// `folder`: where in the copy the app's CMakeLists.txt is.
    explicit AppProject(const std::string& name, const std::filesystem::path& folder = "");

    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const;
    [[nodiscard]] std::string text(const std::filesystem::path& name) const;
    void write(const std::filesystem::path& name, const std::string& text) const;
    /// Replaces the one occurrence of `from`.
    void edit(const std::filesystem::path& name, const std::string& from,
              const std::string& to) const;

    Outcome configure(const std::string& options = "");
    Outcome build();
    /// Both, which have to succeed.
    void make(const std::string& options = "");

    void choosePreset(const std::string& preset) { m_preset = preset; }
    void set(const std::string& variable, const std::string& value)
    {
        m_settings[variable] = value;
    }
    /// A file of the build folder.
    [[nodiscard]] std::filesystem::path output(const std::string& name) const;
    /// The files of <name>.imagepackage.
    [[nodiscard]] DirectoryTree package(const std::string& name) const;

private:
    TemporaryDirectory m_copy;
    std::filesystem::path m_folder;
    std::string m_preset = "ARM-Debug";
    std::map<std::string, std::string> m_settings;
};

/// The content of a file in a tree; a test failure if it is not there.
std::string content(const DirectoryTree& tree, const std::string& path);
std::vector<std::string> paths(const DirectoryTree& tree);

} // namespace perisphere::test
