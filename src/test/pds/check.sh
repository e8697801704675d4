# Checks that the programs of the test PDS are installed. Same range of versions as NodeTools.
problem() {
  {
    echo "$1"
    echo 'The demo needs Node.js 20 to 22 with npm, g++, make and python3. Debian and Ubuntu:'
    echo '  apt-get install nodejs npm g++ make python3'
    echo 'See also https://nodejs.org'
  } >&2
  exit 1
}

command -v node >/dev/null || problem 'There is no node on the PATH.'
version=$(node --version)
case $version in
  v20.* | v21.* | v22.*) ;;
  *) problem "$(command -v node) is $version, which the PDS does not support." ;;
esac
# Only the installation needs them.
[ -f src/test/pds/node_modules/.installed ] && exit
for program in npm g++ make python3; do
  command -v "$program" >/dev/null || problem "There is no $program on the PATH."
done
