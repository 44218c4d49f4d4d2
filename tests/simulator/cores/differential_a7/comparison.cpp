#include "comparison.hpp"

#include "generator.hpp"
#include "known_differences.hpp"
#include "report.hpp"

#include "temporary_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <future>
#include <map>

namespace perisphere::differential
{
namespace
{

constexpr unsigned kSequencesPerBatch = 25'000;
constexpr std::uint32_t kLongestSequence = 512; ///< bytes, generously

struct Batch {
    std::vector<Sequence> sequences;
    std::vector<std::uint8_t> file;
};

Batch makeBatch(std::uint64_t seed, unsigned wanted, bool hasFaults)
{
    Batch batch;
    batch.file.resize(kCodeBytes + std::size_t{wanted} * kRecordBytes);
    std::uint32_t address = kFirstSequence;
    for (unsigned i = 0; i < wanted && address + kLongestSequence < kCodeBase + kCodeBytes; ++i) {
        // Of its own seed, so that a sequence does not change when one in front of it does.
        Generator generator(seed + i, hasFaults);
        Sequence sequence = generator.sequence(address, kRecordBase + i * kRecordBytes);
        const std::size_t bytes = sequence.code.size() * 2;
        std::memcpy(batch.file.data() + (address - kCodeBase), sequence.code.data(), bytes);
        std::memcpy(batch.file.data() + kCodeBytes + std::size_t{i} * kRecordBytes,
                    sequence.record.data(), kRecordBytes);
        address = (address + static_cast<std::uint32_t>(bytes) + 3) & ~3U;
        batch.sequences.push_back(std::move(sequence));
    }
    batch.file.resize(kCodeBytes + batch.sequences.size() * kRecordBytes);
    return batch;
}

Record recordAt(const std::vector<std::uint8_t>& file, std::size_t index)
{
    Record record{};
    if (kCodeBytes + (index + 1) * kRecordBytes <= file.size())
        std::memcpy(record.data(), file.data() + kCodeBytes + index * kRecordBytes, kRecordBytes);
    return record;
}

class Tally
{
public:
    explicit Tally(int reports)
        : m_reports(reports)
    {
    }

    void compare(const Batch& batch, const std::vector<std::uint8_t>& qemu,
                 const std::vector<std::uint8_t>& core)
    {
        for (std::size_t i = 0; i < batch.sequences.size(); ++i) {
            const Record theirs = recordAt(qemu, i);
            const Record ours = recordAt(core, i);
            m_signals += theirs[kRecordSignal] != 0 ? 1U : 0U;
            if (theirs == ours)
                continue;
            const Sequence& sequence = batch.sequences[i];
            const auto known = knownDifferences();
            const auto row = std::ranges::find_if(known, [&](const KnownDifference& one) {
                return one.explains(sequence, theirs, ours);
            });
            if (row != known.end())
                ++m_known[&*row];
            else if (m_differences++ < m_reports)
                report(sequence, recordAt(batch.file, i), theirs, ours);
        }
        m_compared += static_cast<unsigned>(batch.sequences.size());
    }

    [[nodiscard]] unsigned compared() const { return m_compared; }

    /// @return whether no sequence differs, and not too many as is known
    [[nodiscard]] bool summarize() const
    {
        fmt::print("{} sequences, {} of them ended by a signal, {} differ\n", m_compared, m_signals,
                   m_differences);
        bool isGood = m_differences == 0;
        for (const auto& [known, count] : m_known) {
            const std::size_t most =
                1 + std::size_t{m_compared} * known->mostPerMillion / 1'000'000;
            fmt::print("{} of at most {} are known: {} ({})\n", count, most, known->name,
                       known->reason);
            isGood = isGood && count <= most;
        }
        return isGood;
    }

private:
    int m_reports;
    int m_differences = 0;
    unsigned m_compared = 0;
    unsigned m_signals = 0;
    std::map<const KnownDifference*, std::size_t> m_known;
};

} // namespace

bool compareRandomSequences(const Comparison& comparison)
{
    const test::TemporaryDirectory folder;
    Tally tally(comparison.reports);
    for (unsigned number = 0; tally.compared() < comparison.sequences; ++number) {
        const unsigned wanted =
            std::min(kSequencesPerBatch, comparison.sequences - tally.compared());
        // One batch in four ends its sequences in faults, with registers that have to be exact.
        const bool hasFaults = comparison.faultsOnly || number % 4 == 3;
        const Batch batch =
            makeBatch((comparison.seed << 32) + tally.compared(), wanted, hasFaults);
        const auto run = [&](const Engine& engine) {
            const auto& files = comparison.folder.empty() ? folder.path() : comparison.folder;
            return runGuest(engine, comparison.guest, files / engine.name, batch.file, hasFaults);
        };
        auto other = std::async(std::launch::async, [&] { return run(comparison.reference); });
        const EngineRun ours = run(comparison.ours);
        const EngineRun theirs = other.get();
        for (const EngineRun* const result : {&ours, &theirs})
            if (!result->failure.empty()) {
                fmt::print("batch {} of seed {}: {}\n", number, comparison.seed, result->failure);
                return false;
            }
        tally.compare(batch, theirs.file, ours.file);
    }
    return tally.summarize();
}

} // namespace perisphere::differential
