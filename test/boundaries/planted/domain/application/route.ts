export interface Route {
  readonly levels: readonly string[];
}
