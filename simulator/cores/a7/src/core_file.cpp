#include "core_file.hpp"

#include "mapped_files.hpp"
#include "signal_information.hpp"

#include <elf.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace perisphere::a7
{
namespace
{

constexpr std::uint32_t kCorePage = GuestMemory::kPageBytes;
constexpr std::size_t kMaxRanges = 65000; ///< what e_phnum can tell, with some room

/// struct elf_prstatus of ARM Linux.
struct ThreadStatus {
    std::int32_t signal;
    std::int32_t code;
    std::int32_t error;
    std::uint16_t currentSignal;
    std::uint16_t padding;
    std::uint32_t pending;
    std::uint32_t held;
    std::int32_t thread;
    std::int32_t parent;
    std::int32_t group;
    std::int32_t session;
    std::array<std::uint32_t, 8> times;
    std::array<std::uint32_t, 18> registers; ///< r0 to pc, cpsr, r0 before a system call
    std::int32_t hasFloatingPoint;
};
static_assert(sizeof(ThreadStatus) == 148);

/// struct elf_prpsinfo.
struct ProcessInformation {
    char state;
    char stateName;
    char isZombie;
    char nice;
    std::uint32_t flags;
    std::uint16_t user;
    std::uint16_t group;
    std::int32_t process;
    std::int32_t parent;
    std::int32_t processGroup;
    std::int32_t session;
    std::array<char, 16> name;
    std::array<char, 80> arguments;
};
static_assert(sizeof(ProcessInformation) == 124);

struct VfpRegisters {
    std::array<std::uint32_t, 64> single;
    std::uint32_t fpscr;
};
static_assert(sizeof(VfpRegisters) == 260);

class Notes
{
public:
    void add(std::string_view name, std::uint32_t type, const void* data, std::size_t bytes)
    {
        const Elf32_Nhdr header{.n_namesz = static_cast<std::uint32_t>(name.size() + 1),
                                .n_descsz = static_cast<std::uint32_t>(bytes),
                                .n_type = type};
        append(&header, sizeof header);
        append(std::string(name).c_str(), name.size() + 1);
        append(data, bytes);
    }
    template <class T>
    void add(std::string_view name, std::uint32_t type, const T& record)
    {
        add(name, type, &record, sizeof record);
    }
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    void append(const void* data, std::size_t bytes)
    {
        m_bytes.append(static_cast<const char*>(data), bytes);
        m_bytes.resize((m_bytes.size() + 3) / 4 * 4);
    }

    std::string m_bytes;
};

void addThread(Notes& notes, const Registers& registers, const Thread& thread, int signal)
{
    ThreadStatus status{};
    status.signal = signal;
    status.currentSignal = static_cast<std::uint16_t>(signal);
    status.held = static_cast<std::uint32_t>(thread.blocked);
    status.thread = thread.id;
    std::copy(registers.r.begin(), registers.r.end(), status.registers.begin());
    status.registers[16] = registers.cpsr;
    status.registers[17] = thread.firstArgument;
    status.hasFloatingPoint = 1;
    notes.add("CORE", NT_PRSTATUS, status);
}

void addVfp(Notes& notes, const Registers& registers)
{
    notes.add("LINUX", NT_ARM_VFP,
              VfpRegisters{.single = registers.single, .fpscr = registers.fpscr});
}

void addProcess(Notes& notes, Process::Impl& process)
{
    ProcessInformation information{};
    information.stateName = 'R';
    information.process = ::getpid();
    const std::string name = process.options().program.filename().string();
    name.copy(information.name.data(), information.name.size() - 1);
    std::string arguments;
    for (const std::string& argument : process.options().arguments)
        arguments += (arguments.empty() ? "" : " ") + argument;
    arguments.copy(information.arguments.data(), information.arguments.size() - 1);
    notes.add("CORE", NT_PRPSINFO, information);
}

void addFiles(Notes& notes, const GuestMemory& memory)
{
    const std::vector<MappedFile> files = mappedFiles(memory);
    std::vector<std::uint32_t> words{static_cast<std::uint32_t>(files.size()), kCorePage};
    std::string names;
    for (const MappedFile& file : files) {
        words.insert(words.end(), {file.begin, static_cast<std::uint32_t>(file.end),
                                   static_cast<std::uint32_t>(file.offset / kCorePage)});
        names += file.path;
        names += '\0';
    }
    std::string record(reinterpret_cast<const char*>(words.data()), words.size() * sizeof words[0]);
    record += names;
    notes.add("CORE", NT_FILE, record.data(), record.size());
}

std::string notesOf(Process::Impl& process, const Thread& crashed, const PendingSignal& signal)
{
    Notes notes;
    const auto registersOf = [&](const Thread& thread) {
        return &thread == process.current() ? process.cpu().save() : thread.registers;
    };
    addThread(notes, registersOf(crashed), crashed, signal.number);
    addProcess(notes, process);
    notes.add("CORE", NT_SIGINFO, informationOf(signal));
    const auto& vector = process.auxiliaryVector();
    notes.add("CORE", NT_AUXV, vector.data(), vector.size() * sizeof vector[0]);
    addFiles(notes, process.memory());
    addVfp(notes, registersOf(crashed));
    for (const Thread& thread : process.threads()) {
        if (&thread == &crashed || thread.hasEnded)
            continue;
        addThread(notes, registersOf(thread), thread, signal.number); // as the kernel does
        addVfp(notes, registersOf(thread));
    }
    return notes.bytes();
}

std::uint32_t segmentFlags(std::uint8_t page)
{
    return ((page & GuestMemory::kReadable) != 0 ? PF_R : 0U) |
           ((page & GuestMemory::kWritable) != 0 ? PF_W : 0U) |
           ((page & GuestMemory::kExecutable) != 0 ? PF_X : 0U);
}

bool writeAt(int file, std::uint64_t offset, const void* data, std::size_t bytes)
{
    return ::pwrite(file, data, bytes, static_cast<::off_t>(offset)) == static_cast<ssize_t>(bytes);
}

bool writeMemory(int file, std::uint64_t offset, const GuestMemory& memory,
                 const GuestMemory::Range& range)
{
    static constexpr std::array<std::uint8_t, kCorePage> kZeros{};
    std::array<std::uint8_t, kCorePage> page{};
    for (std::uint64_t at = range.begin; at < range.end; at += kCorePage) {
        if (!memory.copyFrom(page.data(), static_cast<std::uint32_t>(at), page.size()) ||
            page == kZeros)
            continue;
        if (!writeAt(file, offset + at - range.begin, page.data(), page.size()))
            return false;
    }
    return true;
}

} // namespace

Result<> writeCoreFile(ResultFile& file, Process::Impl& process, const Thread& thread,
                       const PendingSignal& signal)
{
    const GuestMemory& memory = process.memory();
    std::vector<GuestMemory::Range> ranges = memory.ranges();
    std::erase_if(ranges, [](const auto& one) { return (one.page & GuestMemory::kReadable) == 0; });
    ranges.resize(std::min(ranges.size(), kMaxRanges));
    const std::string notes = notesOf(process, thread, signal);

    Elf32_Ehdr header{};
    std::memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS32;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    header.e_ident[EI_VERSION] = EV_CURRENT;
    header.e_type = ET_CORE;
    header.e_machine = EM_ARM;
    header.e_version = EV_CURRENT;
    header.e_phoff = sizeof header;
    header.e_flags = EF_ARM_EABI_VER5;
    header.e_ehsize = sizeof header;
    header.e_phentsize = sizeof(Elf32_Phdr);
    header.e_phnum = static_cast<Elf32_Half>(ranges.size() + 1);

    std::vector<Elf32_Phdr> segments;
    std::uint64_t offset = sizeof header + header.e_phnum * sizeof(Elf32_Phdr);
    segments.push_back({.p_type = PT_NOTE,
                        .p_offset = static_cast<Elf32_Off>(offset),
                        .p_filesz = static_cast<Elf32_Word>(notes.size()),
                        .p_align = 4});
    offset = (offset + notes.size() + kCorePage - 1) / kCorePage * kCorePage;
    for (const GuestMemory::Range& range : ranges) {
        const auto bytes = static_cast<Elf32_Word>(range.end - range.begin);
        if (offset + bytes > UINT32_MAX) // the file's offsets have 32 bits
            return fail(ErrorCode::LimitExceeded, "more than 4 GiB of memory fit no core file");
        segments.push_back({.p_type = PT_LOAD,
                            .p_offset = static_cast<Elf32_Off>(offset),
                            .p_vaddr = range.begin,
                            .p_filesz = bytes,
                            .p_memsz = bytes,
                            .p_flags = segmentFlags(range.page),
                            .p_align = kCorePage});
        offset += bytes;
    }

    return file.write([&](int descriptor) {
        bool isWritten = ::ftruncate(descriptor, static_cast<::off_t>(offset)) == 0 &&
                         writeAt(descriptor, 0, &header, sizeof header) &&
                         writeAt(descriptor, header.e_phoff, segments.data(),
                                 segments.size() * sizeof segments[0]) &&
                         writeAt(descriptor, segments.front().p_offset, notes.data(), notes.size());
        for (std::size_t i = 0; isWritten && i < ranges.size(); ++i)
            isWritten = writeMemory(descriptor, segments[i + 1].p_offset, memory, ranges[i]);
        return isWritten;
    });
}

} // namespace perisphere::a7
