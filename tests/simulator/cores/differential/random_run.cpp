#include "random_run.hpp"

#include "generator.hpp"
#include "known_differences.hpp"
#include "machines.hpp"
#include "report.hpp"

#include "temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <future>
#include <iterator>
#include <map>
#include <optional>

namespace perisphere::differential
{
namespace
{

constexpr unsigned kSequencesPerBatch = 20'000;
constexpr std::uint32_t kLongestSequence = 1024; ///< bytes, generously

std::vector<std::uint8_t> readFile(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

struct Batch {
    std::vector<Sequence> sequences;
    Image image;
};

Batch makeBatch(const std::vector<std::uint8_t>& driver, std::uint64_t seed, unsigned wanted)
{
    Batch batch;
    batch.image.code = driver;
    batch.image.code.resize(kFirstSequence);
    batch.image.records.resize(std::size_t{wanted} * kRecordBytes);
    for (unsigned i = 0; i < wanted; ++i) {
        const auto address = static_cast<std::uint32_t>(kCodeBase + batch.image.code.size());
        if (address + kLongestSequence > kCodeBase + kCodeBytes)
            break;
        // Of its own seed, so that a sequence does not change when one in front of it does.
        Generator generator(seed + i);
        Sequence sequence = generator.sequence(address, kRecordBase + i * kRecordBytes);
        const auto* const code = reinterpret_cast<const std::uint8_t*>(sequence.code.data());
        batch.image.code.insert(batch.image.code.end(), code, code + sequence.code.size() * 2);
        std::memcpy(batch.image.records.data() + std::size_t{i} * kRecordBytes,
                    sequence.record.data(), kRecordBytes);
        batch.sequences.push_back(std::move(sequence));
    }
    const auto bytes = static_cast<std::uint32_t>(batch.sequences.size() * kRecordBytes);
    const std::array<std::uint32_t, 3> parameters{kRecordBase, kRecordBase + bytes, bytes};
    batch.image.parameters.resize(sizeof parameters);
    std::memcpy(batch.image.parameters.data(), parameters.data(), sizeof parameters);
    return batch;
}

Record recordAt(const std::vector<std::uint8_t>& bytes, std::size_t index)
{
    Record record{};
    if ((index + 1) * kRecordBytes <= bytes.size())
        std::memcpy(record.data(), bytes.data() + index * kRecordBytes, kRecordBytes);
    return record;
}

const KnownDifference* explanation(const Sequence& sequence, const Record& qemu, const Record& core)
{
    for (const KnownDifference& row : knownDifferences())
        if (row.explains(sequence, qemu, core))
            return &row;
    return nullptr;
}

class Comparison
{
public:
    explicit Comparison(const RandomRun& run)
        : m_run(run)
    {
    }

    void compare(const Batch& batch, const std::vector<std::uint8_t>& qemu,
                 const std::vector<std::uint8_t>& core, Execution execution)
    {
        for (std::size_t i = 0; i < batch.sequences.size(); ++i) {
            const Record theirs = recordAt(qemu, i);
            const Record ours = recordAt(core, i);
            if (theirs == ours)
                continue;
            const Sequence& sequence = batch.sequences[i];
            if (const KnownDifference* const known = explanation(sequence, theirs, ours)) {
                ++m_known[known];
                continue;
            }
            if (m_differences++ < m_run.reports)
                report(sequence, theirs, ours, execution, m_run.disassembler);
        }
    }

    /// @return whether no sequence differs, and not too many as is known
    bool summarize(std::size_t compared) const
    {
        fmt::print("{} sequences, {} differ\n", compared, m_differences);
        bool isGood = m_differences == 0;
        for (const auto& [known, count] : m_known) {
            const std::size_t most = 1 + compared * known->mostPerMillion / 1'000'000;
            fmt::print("{} of at most {} are known: {} ({})\n", count, most, known->name,
                       known->reason);
            isGood = isGood && count <= most;
        }
        return isGood;
    }

private:
    const RandomRun& m_run;
    int m_differences = 0;
    std::map<const KnownDifference*, std::size_t> m_known;
};

} // namespace

bool compareRandomSequences(const RandomRun& run)
{
    const std::vector<std::uint8_t> driver = readFile(run.driver);
    if (driver.empty()) {
        fmt::print("{}: expected the assembled driver.s; build the target differential_m4\n",
                   run.driver.string());
        return false;
    }
    const test::TemporaryDirectory folder;
    Comparison comparison(run);
    std::size_t compared = 0;
    for (unsigned number = 0; compared < run.sequences; ++number) {
        const unsigned wanted =
            std::min(kSequencesPerBatch, run.sequences - static_cast<unsigned>(compared));
        const std::uint64_t seed = (run.seed << 32) + compared;
        const Batch batch = makeBatch(driver, seed, wanted);
        auto other =
            std::async(std::launch::async, [&] { return runOnQemu(batch.image, folder.path()); });
        // One batch in four tries the core's own loads and stores.
        const Execution execution = number % 4 == 3 ? Execution::Trapped : Execution::Recompiled;
        const RunResult core = runOnCore(batch.image, execution);
        const RunResult qemu = other.get();
        for (const RunResult* const result : {&core, &qemu})
            if (!result->failure.empty()) {
                fmt::print("batch {} of seed {}: {}\n", number, run.seed, result->failure);
                return false;
            }
        comparison.compare(batch, qemu.bytes, core.bytes, execution);
        compared += batch.sequences.size();
    }
    return comparison.summarize(compared);
}

} // namespace perisphere::differential
