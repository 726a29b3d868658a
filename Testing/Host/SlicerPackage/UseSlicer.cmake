# As Slicer does: a listed file that does not exist is fatal, and scripts and resources keep their place below one folder,
# which is in the package because of its component. Slicer lets the second of two files of one name overwrite the first; here
# that ends the configuration.
function(slicerMacroBuildScriptedModule)
  cmake_parse_arguments(MY "WITH_GENERIC_TESTS" "NAME" "SCRIPTS;RESOURCES" ${ARGN})
  foreach(file IN LISTS MY_SCRIPTS MY_RESOURCES)
    if(NOT EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${file}")
      message(FATAL_ERROR "missing ${file}")
    endif()
    get_filename_component(folder "${file}" DIRECTORY)
    get_property(taken GLOBAL PROPERTY FILES_OF_ALL_MODULES)
    if("${file}" IN_LIST taken)
      message(FATAL_ERROR "two modules install ${file} to one place")
    endif()
    set_property(GLOBAL APPEND PROPERTY FILES_OF_ALL_MODULES "${file}")
    install(FILES "${file}"
      DESTINATION "${Slicer_INSTALL_QTSCRIPTEDMODULES_LIB_DIR}/${folder}"
      COMPONENT RuntimeLibraries
      )
  endforeach()
endfunction()

function(slicer_add_python_unittest)
endfunction()
