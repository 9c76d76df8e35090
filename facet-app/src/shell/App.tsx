/** The page: bar, picker, timeline, panel and dock. */
export function App() {
  return <main>Facet</main>;
}
