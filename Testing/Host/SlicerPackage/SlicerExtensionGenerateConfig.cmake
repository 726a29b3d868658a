# The description that Slicer's Extensions Manager reads, as far as it comes from the extension's own variables.
set(_description "{\n")
foreach(name IN ITEMS CONTRIBUTORS DEPENDS DESCRIPTION HOMEPAGE ICONURL SCREENSHOTURLS)
  string(TOLOWER "${name}" _key)
  string(APPEND _description "  \"${_key}\": \"${EXTENSION_${name}}\",\n")
endforeach()
string(APPEND _description "  \"extensionname\": \"${PROJECT_NAME}\"\n}\n")
file(WRITE "${CMAKE_BINARY_DIR}/${PROJECT_NAME}.json" "${_description}")
install(FILES "${CMAKE_BINARY_DIR}/${PROJECT_NAME}.json"
  DESTINATION "${Slicer_INSTALL_SHARE_DIR}"
  COMPONENT RuntimeLibraries
  )
