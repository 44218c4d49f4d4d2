# Templates come with an empty ComponentId; configuring such a project gives it one, in the source file.

# Sets <out> to the ComponentId of a manifest, <is_known> to FALSE if it has none that one could tell. What is wrong
# with such a manifest is said when it is checked.
function(_perisphere_component_id manifest out is_known)
  set(${is_known} FALSE PARENT_SCOPE)
  if(NOT EXISTS "${manifest}")
    return()
  endif()
  file(READ "${manifest}" text)
  string(FIND "${text}" "{" start) # a byte order mark may be in front
  if(start LESS 0)
    return()
  endif()
  string(SUBSTRING "${text}" ${start} -1 text)
  string(JSON kind ERROR_VARIABLE problem TYPE "${text}" ComponentId)
  if(problem OR NOT kind STREQUAL "STRING")
    return()
  endif()
  string(JSON id GET "${text}" ComponentId)
  set(${out} "${id}" PARENT_SCOPE)
  set(${is_known} TRUE PARENT_SCOPE)
endfunction()

function(_perisphere_fresh_guid out)
  if(EXISTS /proc/sys/kernel/random/uuid)
    file(STRINGS /proc/sys/kernel/random/uuid guid LIMIT_COUNT 1)
  else()
    string(RANDOM LENGTH 32 ALPHABET 0123456789abcdef digits)
    string(UUID guid NAMESPACE 6ba7b810-9dad-11d1-80b4-00c04fd430c8 NAME "${digits}" TYPE SHA1)
  endif()
  set(${out} "${guid}" PARENT_SCOPE)
endfunction()

# Replaces a ComponentId that is no GUID. sed and not file(WRITE): every other byte (line ends, byte order mark, a
# last line without an end) stays.
function(_perisphere_give_component_id manifest)
  _perisphere_component_id("${manifest}" id is_known)
  if(NOT is_known OR (id MATCHES "^[0-9A-Fa-f-]+$" AND id MATCHES "^........-....-....-....-............$"))
    return()
  endif()
  _perisphere_fresh_guid(guid)
  execute_process(
    COMMAND sed --in-place --follow-symlinks --null-data --regexp-extended
      "s/(\"ComponentId\"[[:space:]]*:[[:space:]]*)\"[^\"]*\"/\\1\"${guid}\"/" "${manifest}"
    RESULT_VARIABLE failed ERROR_VARIABLE reason)
  _perisphere_component_id("${manifest}" written is_known)
  if(failed OR NOT written STREQUAL guid)
    message(FATAL_ERROR "The ComponentId \"${id}\" in \"${manifest}\" is no GUID, and a fresh one could not be "
      "written there. Put this one in: ${guid}\n  ${reason}")
  endif()
  message(STATUS "Gave the app the component id ${guid} (in ${manifest})")
endfunction()
