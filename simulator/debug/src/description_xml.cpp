#include "description_xml.hpp"

#include <fmt/format.h>

#include <iterator>

namespace perisphere::debug
{

std::string targetDescriptionXml(const Target& target)
{
    std::string xml = fmt::format("<?xml version=\"1.0\"?>\n"
                                  "<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n"
                                  "<target version=\"1.0\">\n"
                                  "  <architecture>{}</architecture>\n",
                                  target.architecture());
    xml += target.descriptionExtras();
    const auto out = std::back_inserter(xml);
    std::string_view feature;
    const auto registers = target.registers();
    for (std::size_t number = 0; number < registers.size(); ++number) {
        const RegisterDescription& described = registers[number];
        if (described.feature != feature) {
            if (!feature.empty())
                xml += "  </feature>\n";
            feature = described.feature;
            fmt::format_to(out, "  <feature name=\"{}\">\n", feature);
        }
        fmt::format_to(out,
                       "    <reg name=\"{}\" bitsize=\"{}\" regnum=\"{}\" type=\"{}\" "
                       "group=\"{}\"/>\n",
                       described.name, described.bits, number, described.type, described.group);
    }
    if (!feature.empty())
        xml += "  </feature>\n";
    xml += "</target>\n";
    return xml;
}

std::string memoryMapXml(const Target& target)
{
    std::string xml = "<?xml version=\"1.0\"?>\n"
                      "<!DOCTYPE memory-map PUBLIC \"+//IDN gnu.org//DTD GDB Memory Map V1.0//EN\" "
                      "\"http://sourceware.org/gdb/gdb-memory-map.dtd\">\n"
                      "<memory-map>\n";
    for (const MemoryRegion& region : target.memoryMap())
        fmt::format_to(
            std::back_inserter(xml), "  <memory type=\"{}\" start=\"{:#x}\" length=\"{:#x}\"/>\n",
            region.kind == MemoryRegion::Kind::Ram ? "ram" : "rom", region.start, region.bytes);
    xml += "</memory-map>\n";
    return xml;
}

} // namespace perisphere::debug
