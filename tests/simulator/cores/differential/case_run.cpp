#include "case_run.hpp"

#include "machines.hpp"

#include "temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <future>
#include <iterator>
#include <string>

namespace perisphere::differential
{
namespace
{

// As framework.inc has them.
constexpr std::uint32_t kTables = 0x100; ///< begins and ends of cases and expectations
constexpr std::uint32_t kCaseRecordBytes = 256;
constexpr std::uint32_t kMaxWords = kCaseRecordBytes / 4 - 1;

struct Expectation {
    std::uint32_t word;
    std::uint32_t value;
    std::string reason;
};

struct Case {
    std::string name;
    std::vector<Expectation> expectations;
};

class CaseFile
{
public:
    explicit CaseFile(const std::filesystem::path& path)
        : m_name(path.stem().string())
    {
        std::ifstream file(path, std::ios::binary);
        m_code.assign(std::istreambuf_iterator<char>(file), {});
        if (m_code.size() < kTables + 16)
            return;
        for (std::uint32_t at = word(kTables); at < word(kTables + 4); at += 8)
            m_cases.push_back({text(word(at + 4)), {}});
        for (std::uint32_t at = word(kTables + 8); at < word(kTables + 12); at += 16)
            m_cases.at(word(at)).expectations.push_back(
                {word(at + 4), word(at + 8), text(word(at + 12))});
    }

    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] const std::vector<Case>& cases() const { return m_cases; }

    [[nodiscard]] Image image() const
    {
        const auto bytes = static_cast<std::uint32_t>(m_cases.size()) * kCaseRecordBytes;
        const std::array<std::uint32_t, 3> parameters{kRecordBase, kRecordBase + bytes, bytes};
        Image image;
        image.code = m_code;
        image.parameters.resize(sizeof parameters);
        std::memcpy(image.parameters.data(), parameters.data(), sizeof parameters);
        image.records.resize(bytes);
        return image;
    }

private:
    [[nodiscard]] std::uint32_t word(std::uint32_t address) const
    {
        std::uint32_t value = 0;
        if (address + sizeof value <= m_code.size())
            std::memcpy(&value, m_code.data() + address, sizeof value);
        return value;
    }
    [[nodiscard]] std::string text(std::uint32_t address) const
    {
        const auto begin =
            m_code.begin() +
            std::min<std::ptrdiff_t>(address, static_cast<std::ptrdiff_t>(m_code.size()));
        return {begin, std::find(begin, m_code.end(), std::uint8_t{0})};
    }

    std::string m_name;
    std::vector<std::uint8_t> m_code;
    std::vector<Case> m_cases;
};

std::vector<std::uint32_t> wordsOf(const std::vector<std::uint8_t>& bytes, std::size_t index)
{
    std::uint32_t count = 0;
    const std::size_t at = index * kCaseRecordBytes;
    if (at + kCaseRecordBytes > bytes.size())
        return {};
    std::memcpy(&count, bytes.data() + at, sizeof count);
    std::vector<std::uint32_t> words(std::min(count, kMaxWords));
    std::memcpy(words.data(), bytes.data() + at + 4, words.size() * 4);
    return words;
}

std::string listed(const std::vector<std::uint32_t>& words)
{
    std::string text;
    for (const std::uint32_t word : words)
        text += fmt::format(" {:08x}", word);
    return text;
}

/// What is wrong with the results of a case; empty if nothing.
std::string judged(const Case& one, const std::vector<std::uint32_t>& qemu,
                   const std::vector<std::uint32_t>& core)
{
    std::vector<std::uint32_t> wanted = qemu;
    for (const Expectation& row : one.expectations) {
        const bool isMore = row.word >= wanted.size(); // than QEMU wrote
        if (isMore)
            wanted.resize(row.word + 1);
        if (!isMore && wanted[row.word] == row.value)
            return fmt::format("EXPECT {} is needless: QEMU has {:#x} too", row.word, row.value);
        wanted[row.word] = row.value;
    }
    if (core.empty())
        return "it wrote nothing";
    return wanted == core ? "" : "the results differ";
}

bool runFile(const CaseFile& file, const std::filesystem::path& folder, bool isVerbose)
{
    const Image image = file.image();
    auto other = std::async(std::launch::async, [&] { return runOnQemu(image, folder); });
    const RunResult core = runOnCore(image, Execution::Trapped);
    const RunResult qemu = other.get();
    for (const RunResult* const result : {&core, &qemu})
        if (!result->failure.empty()) {
            fmt::print("{}: {}\n", file.name(), result->failure);
            return false;
        }
    bool isGood = true;
    for (std::size_t i = 0; i < file.cases().size(); ++i) {
        const auto theirs = wordsOf(qemu.bytes, i);
        const auto ours = wordsOf(core.bytes, i);
        const Case& one = file.cases()[i];
        const std::string wrong = judged(one, theirs, ours);
        isGood = isGood && wrong.empty();
        if (isVerbose || !wrong.empty())
            fmt::print("{}: {}: {}\n  QEMU{}\n  core{}\n", file.name(), one.name,
                       wrong.empty() ? "as expected" : wrong, listed(theirs), listed(ours));
    }
    return isGood;
}

} // namespace

bool runCases(const std::vector<std::filesystem::path>& images, unsigned least, bool isVerbose)
{
    const test::TemporaryDirectory folder;
    bool isGood = true;
    std::size_t count = 0;
    std::size_t expectations = 0;
    for (const std::filesystem::path& path : images) {
        const CaseFile file(path);
        if (file.cases().empty()) {
            fmt::print("{}: expected an assembled file of cases\n", path.string());
            return false;
        }
        isGood = runFile(file, folder.path(), isVerbose) && isGood;
        count += file.cases().size();
        for (const Case& one : file.cases())
            expectations += one.expectations.empty() ? 0U : 1U;
    }
    fmt::print("{} cases, {} of them with what the manual says and QEMU does not\n", count,
               expectations);
    if (count < least)
        fmt::print("expected {} cases at least\n", least);
    return isGood && count >= least;
}

} // namespace perisphere::differential
