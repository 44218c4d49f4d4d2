// What the ELF file of a program tells about it, a real-time core's or one of ARM Linux: functions,
// source lines, call frames.
//
// The file is somebody else's: all of it is read within bounds, and what is more than they allow is
// refused. C++ names stay as the linker has them.
#pragma once

#include "perisphere/base/result.hpp"
#include "perisphere/program/call_frames.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace perisphere::program
{

/// Of the whole file.
inline constexpr std::uint64_t kMaxProgramBytes = std::uint64_t{64} << 20;
/// Of .debug_line and .debug_frame each: a byte there may become a row of many.
inline constexpr std::uint64_t kMaxTableBytes = std::uint64_t{4} << 20;

/// What a file may be.
enum class ProgramKind {
    RealTime, ///< an executable that is linked statically
    Linux,    ///< also one that is loaded anywhere, or a shared library; addresses are the file's
};

/// Of .debug_line and .debug_frame each in a program of ARM Linux, which is larger.
inline constexpr std::uint64_t kMaxLinuxTableBytes = std::uint64_t{32} << 20;

struct Function {
    std::string name;
    std::uint32_t address = 0; ///< of the first instruction, without the Thumb bit
    std::uint32_t bytes = 0;
    bool operator==(const Function&) const = default;
};

/// Instructions from `begin` to below `end` were made of this line.
struct LineRange {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t file = 0; ///< index of DebugInfo::files()
    std::uint32_t line = 0; ///< from 1
    bool operator==(const LineRange&) const = default;
};

struct SourceLine {
    std::string_view file;
    std::uint32_t line = 0;
};

/// A section with instructions, and the literals among them.
struct CodeSection {
    std::uint32_t address = 0;
    std::span<const std::byte> bytes;
};

class DebugInfo
{
public:
    DebugInfo(DebugInfo&&) noexcept = default;
    DebugInfo& operator=(DebugInfo&&) noexcept = default;
    DebugInfo(const DebugInfo&) = delete; // much in it refers to the file in it
    DebugInfo& operator=(const DebugInfo&) = delete;
    ~DebugInfo() = default;

    /// `name` is the file's, for messages. Corrupt where it is no program of that kind; Unsupported
    /// where its tables are compressed; LimitExceeded. A program without symbols or without debug
    /// information is none of these: it has no functions or no lines.
    [[nodiscard]] static Result<DebugInfo> parse(std::vector<std::byte> file, std::string_view name,
                                                 ProgramKind kind = ProgramKind::RealTime);

    /// By address, each address in one at most.
    [[nodiscard]] std::span<const Function> functions() const { return m_functions; }
    /// nullptr where none is known.
    [[nodiscard]] const Function* functionAt(std::uint32_t address) const;
    [[nodiscard]] const Function* findFunction(std::string_view name) const;

    /// By address; they do not overlap.
    [[nodiscard]] std::span<const LineRange> lines() const { return m_lines; }
    [[nodiscard]] std::span<const std::string> files() const { return m_files; }
    [[nodiscard]] std::optional<SourceLine> lineAt(std::uint32_t address) const;

    /// "main+0x12", "main"; empty where no function is known.
    [[nodiscard]] std::string placeOf(std::uint32_t address) const;
    /// Whether a literal is there, by the symbols that assemblers leave for it.
    [[nodiscard]] bool isData(std::uint32_t address) const;

    [[nodiscard]] std::span<const CodeSection> code() const { return m_code; }
    [[nodiscard]] const CallFrames& callFrames() const { return m_callFrames; }

private:
    struct Mark {
        std::uint32_t address = 0;
        bool isData = false;
    };

    DebugInfo() = default;

    std::vector<std::byte> m_file;
    std::vector<CodeSection> m_code;
    std::vector<Function> m_functions;
    std::vector<Mark> m_marks;
    std::vector<LineRange> m_lines;
    std::vector<std::string> m_files;
    CallFrames m_callFrames;
};

} // namespace perisphere::program
